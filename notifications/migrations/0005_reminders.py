"""Reminders are a group of news of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0004_digests_and_bounces'),
    ]

    operations = [
        migrations.AlterField(
            model_name='delivery',
            name='group',
            field=models.CharField(choices=[('own', 'Nieuws over uw eigen ideeën'), ('followed', 'Nieuws over ideeën die u volgt of steunt'), ('searches', 'Nieuws over ideeën waar u naar zoekt'), ('desk', 'Nieuws voor uw werk als medewerker'), ('reminders', 'Herinneringen aan beloofde data')], max_length=10, verbose_name='onderwerp'),
        ),
        migrations.AlterField(
            model_name='preference',
            name='group',
            field=models.CharField(choices=[('own', 'Nieuws over uw eigen ideeën'), ('followed', 'Nieuws over ideeën die u volgt of steunt'), ('searches', 'Nieuws over ideeën waar u naar zoekt'), ('desk', 'Nieuws voor uw werk als medewerker'), ('reminders', 'Herinneringen aan beloofde data')], max_length=10, verbose_name='onderwerp'),
        ),
    ]
