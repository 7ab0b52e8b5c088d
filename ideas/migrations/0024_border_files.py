import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ideas', '0023_texts_of_pages'),
    ]

    operations = [
        migrations.CreateModel(
            name='BorderFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='bestand')),
                ('areas', models.JSONField(verbose_name='gebieden')),
                ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='gekozen op')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='geldt sinds')),
                ('last_placed', models.BigIntegerField(default=0, help_text='Ideas up to this key were placed anew.')),
                ('moved', models.PositiveIntegerField(default=0, verbose_name='ideeën die een ander gebied kregen')),
                ('placed_at', models.DateTimeField(blank=True, null=True, verbose_name='klaar op')),
            ],
            options={
                'verbose_name': 'bestand met grenzen',
                'verbose_name_plural': 'bestanden met grenzen',
                'constraints': [models.CheckConstraint(condition=models.Q(('placed_at', None), ('confirmed_at__isnull', False), _connector='OR'), name='borders_are_confirmed_before_ideas_are_placed')],
            },
        ),
    ]
