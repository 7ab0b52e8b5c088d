"""Comments, what people think of them, and how moderators judge them."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ideas', '0006_map_and_saved_searches'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BlockedWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(help_text='Een heel woord, of een paar woorden.', max_length=60, unique=True, verbose_name='woord')),
            ],
            options={
                'verbose_name': 'geblokkeerd woord',
                'verbose_name_plural': 'geblokkeerde woorden',
                'ordering': ['word'],
            },
        ),
        migrations.CreateModel(
            name='BlockedPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(verbose_name='reden')),
                ('since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='sinds')),
                ('moderator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='blocks_made', to=settings.AUTH_USER_MODEL)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='block', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'geblokkeerd persoon',
                'verbose_name_plural': 'geblokkeerde personen',
                'ordering': ['-since'],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('client_key', models.UUIDField(blank=True, help_text='Of the form: no double posts.', null=True, unique=True)),
                ('team', models.CharField(blank=True, help_text='Of an official, who speaks for it.', max_length=80, verbose_name='team')),
                ('side', models.CharField(blank=True, choices=[('pro', 'Voor'), ('con', 'Tegen')], max_length=3, verbose_name='voor of tegen')),
                ('text', models.TextField(blank=True, verbose_name='reactie')),
                ('state', models.CharField(choices=[('held', 'Wacht op controle'), ('public', 'Openbaar'), ('hidden', 'Verborgen'), ('deleted', 'Weggehaald door de schrijver')], default='public', max_length=8, verbose_name='stand')),
                ('signs', models.JSONField(blank=True, default=list, help_text='Why it waits: values of `Sign`.')),
                ('hidden_reason', models.TextField(blank=True, verbose_name='reden van verbergen')),
                ('helpful_count', models.PositiveIntegerField(default=0, verbose_name='nuttig')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='geschreven op')),
                ('published_at', models.DateTimeField(blank=True, help_text='The first time; news of it goes out once.', null=True)),
                ('edited_at', models.DateTimeField(blank=True, null=True)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='comments', to=settings.AUTH_USER_MODEL)),
                ('idea', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='ideas.idea')),
                ('thread', models.ForeignKey(blank=True, db_index=False, help_text='The comment that this one answers; never one that is an answer itself.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='ideas.comment')),
            ],
            options={
                'verbose_name': 'reactie',
                'verbose_name_plural': 'reacties',
                'ordering': ['-created_at', '-pk'],
                'indexes': [
                    models.Index(condition=models.Q(('thread__isnull', True)), fields=['idea', '-created_at', '-id'], name='comment_newest'),
                    models.Index(condition=models.Q(('thread__isnull', True)), fields=['idea', '-helpful_count', '-id'], name='comment_helpful'),
                    models.Index(fields=['thread', 'created_at', 'id'], name='comment_replies'),
                    models.Index(fields=['idea', 'state'], name='comment_count'),
                    models.Index(condition=models.Q(('state', 'held')), fields=['created_at', 'id'], name='comment_waiting'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'hidden'), _negated=True), models.Q(('hidden_reason', ''), _negated=True), _connector='OR'), name='comment_hidden_has_a_reason'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'deleted'), _negated=True), ('text', ''), _connector='OR'), name='comment_deleted_has_no_text'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'public'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='comment_public_was_published'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CommentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='reactie')),
                ('written_at', models.DateTimeField(verbose_name='geschreven op')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='ideas.comment')),
            ],
            options={
                'verbose_name': 'eerdere versie',
                'verbose_name_plural': 'eerdere versies',
                'ordering': ['written_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Helpful',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='ideas.comment')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='helpful_marks', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'nuttig',
                'verbose_name_plural': 'nuttig',
                'constraints': [
                    models.UniqueConstraint(fields=('comment', 'person'), name='helpful_is_once_per_person'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('counts', models.BooleanField(default=False, help_text='Towards holding the text back by itself.')),
                ('reason', models.CharField(choices=[('belediging', 'Het beledigt of bedreigt iemand'), ('discriminatie', 'Het discrimineert'), ('gegevens', 'Er staan gegevens van een persoon in'), ('reclame', 'Het is reclame of spam'), ('onderwerp', 'Het gaat niet over het idee'), ('strafbaar', 'Het mag niet van de wet'), ('anders', 'Iets anders')], max_length=16, verbose_name='reden')),
                ('text', models.TextField(blank=True, verbose_name='toelichting')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='gemeld op')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='bekeken op')),
                ('comment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='ideas.comment')),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='ideas.idea')),
                ('reporter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reports', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'melding',
                'verbose_name_plural': 'meldingen',
                'ordering': ['made_at', 'pk'],
                'indexes': [
                    models.Index(condition=models.Q(('settled_at__isnull', True)), fields=['made_at', 'id'], name='report_open'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('comment', 'reporter'), name='report_of_a_comment_is_once_per_person'),
                    models.UniqueConstraint(condition=models.Q(('comment__isnull', True)), fields=('idea', 'reporter'), name='report_of_an_idea_is_once_per_person'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Ruling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(verbose_name='reden')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('objection', models.TextField(blank=True, verbose_name='bezwaar')),
                ('objected_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.TextField(blank=True, verbose_name='antwoord op het bezwaar')),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('overturned', models.BooleanField(default=False)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='objections_answered', to=settings.AUTH_USER_MODEL)),
                ('comment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='rulings', to='ideas.comment')),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rulings', to='ideas.idea')),
                ('moderator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='rulings', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'besluit over een tekst',
                'verbose_name_plural': 'besluiten over teksten',
                'ordering': ['-made_at', '-pk'],
                'indexes': [
                    models.Index(condition=models.Q(('answered_at__isnull', True), ('objected_at__isnull', False)), fields=['objected_at', 'id'], name='ruling_objected'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('answered_by__isnull', True), models.Q(('answered_by', models.F('moderator')), _negated=True), _connector='OR'), name='ruling_objection_is_answered_by_another'),
                    models.CheckConstraint(condition=models.Q(('answered_at__isnull', True), ('objected_at__isnull', False), _connector='OR'), name='ruling_answer_follows_an_objection'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ThreadFollow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='thread_follows', to='ideas.comment')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='thread_follows', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'volger van een gesprek',
                'verbose_name_plural': 'volgers van een gesprek',
                'constraints': [
                    models.UniqueConstraint(fields=('comment', 'person'), name='thread_follow_is_once_per_person'),
                ],
            },
        ),
    ]
