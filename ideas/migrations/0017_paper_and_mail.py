import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ideas.models.photo


class Migration(migrations.Migration):

    dependencies = [
        ('ideas', '0016_merging_with_consent'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='naam')),
                ('address', models.TextField(blank=True, max_length=300, verbose_name='postadres')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('idea', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='entry', to='ideas.idea')),
                ('official', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='entries', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'invoer door een medewerker',
                'verbose_name_plural': 'invoer door medewerkers',
            },
        ),
        migrations.CreateModel(
            name='InboundMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(help_text='Of its Message-ID: the same mail comes in once.', max_length=64, unique=True)),
                ('sender', models.EmailField(blank=True, max_length=254, verbose_name='afzender')),
                ('sender_name', models.CharField(blank=True, max_length=120, verbose_name='naam')),
                ('subject', models.CharField(blank=True, max_length=200, verbose_name='onderwerp')),
                ('text', models.TextField(blank=True, verbose_name='tekst')),
                ('attachments', models.JSONField(blank=True, default=list, verbose_name='bijlagen')),
                ('raw', models.BinaryField(null=True)),
                ('trouble', models.CharField(blank=True, choices=[('', 'Geen'), ('broken', 'Deze e-mail is beschadigd. Bekijk hem in de mailbox zelf.'), ('too_large', 'Deze e-mail is te groot. Bekijk hem in de mailbox zelf.')], default='', max_length=9)),
                ('sent_at', models.DateTimeField(verbose_name='verstuurd op')),
                ('received_at', models.DateTimeField(auto_now_add=True, verbose_name='binnengekomen op')),
                ('state', models.CharField(choices=[('waiting', 'Wacht op een medewerker'), ('made', 'Er is een idee van gemaakt'), ('aside', 'Weggelegd')], default='waiting', max_length=7, verbose_name='stand')),
                ('reason', models.TextField(blank=True, verbose_name='waarom weggelegd')),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('idea', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='mails', to='ideas.idea')),
                ('official', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='mails_settled', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'binnengekomen e-mail',
                'verbose_name_plural': 'binnengekomen e-mails',
                'ordering': ['-received_at', '-pk'],
                'indexes': [
                    models.Index(fields=['state', '-received_at', '-id'], name='mail_list'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'aside'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='mail_set_aside_has_a_reason'),
                    models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('settled_at__isnull', False)), _connector='OR'), name='mail_is_settled_at_a_moment'),
                ],
            },
        ),
        migrations.CreateModel(
            name='InboundPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('image', models.ImageField(upload_to=ideas.models.photo.photo_path, verbose_name='foto')),
                ('mail', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='ideas.inboundmail')),
            ],
            options={
                'verbose_name': 'foto bij een e-mail',
                'verbose_name_plural': "foto's bij e-mails",
                'ordering': ['pk'],
            },
        ),
    ]
