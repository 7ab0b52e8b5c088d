"""Accounts that nobody uses are warned before they go, and what is destroyed is counted."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('participation', '0003_programme_moderation'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='warned_at',
            field=models.DateTimeField(blank=True, help_text='When we said that the account goes, unless it is used.', null=True, verbose_name='gewaarschuwd'),
        ),
        migrations.CreateModel(
            name='Destruction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='dag')),
                ('kind', models.CharField(help_text='Label of the model, or `file` for a loose file.', max_length=60, verbose_name='soort')),
                ('count', models.PositiveIntegerField(verbose_name='aantal')),
            ],
            options={
                'verbose_name': 'vernietiging',
                'verbose_name_plural': 'vernietigingen',
                'ordering': ['-day', 'kind'],
                'constraints': [models.UniqueConstraint(fields=('day', 'kind'), name='destruction_is_counted_once_a_day')],
            },
        ),
    ]
