"""What was promised is kept with the idea, and each reminder of it once."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ideas', '0012_learned_suggestions'),
        ('participation', '0005_closed_days_and_absence'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('promised_on', models.DateField(verbose_name='beloofde datum')),
                ('step', models.CharField(choices=[('before', 'Bijna tijd om te antwoorden'), ('at', 'Vandaag is de beloofde dag'), ('after', 'De beloofde dag is voorbij')], max_length=6, verbose_name='stap')),
                ('reminded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='moment')),
            ],
            options={
                'verbose_name': 'herinnering',
                'verbose_name_plural': 'herinneringen',
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='idea',
            name='promised_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='beloofd op'),
        ),
        migrations.AddField(
            model_name='idea',
            name='promised_days',
            field=models.PositiveSmallIntegerField(blank=True, help_text='As promised then; null when a date was chosen.', null=True, verbose_name='belofte in werkdagen'),
        ),
        migrations.AddIndex(
            model_name='idea',
            index=models.Index(condition=models.Q(('promised_on__isnull', False)), fields=['promised_on'], name='idea_promised'),
        ),
        migrations.AddField(
            model_name='reminder',
            name='idea',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='ideas.idea'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(fields=('idea', 'promised_on', 'step'), name='reminder_is_once_per_date_and_step'),
        ),
    ]
