from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ideas', '0022_doubles_and_order_of_the_desk'),
    ]

    operations = [
        migrations.CreateModel(
            name='PageText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=40, unique=True, verbose_name='tekst')),
                ('text_nl', models.TextField(blank=True, verbose_name='in het Nederlands')),
                ('text_en', models.TextField(blank=True, verbose_name='in het Engels')),
            ],
            options={
                'verbose_name': 'tekst van een pagina',
                'verbose_name_plural': "teksten van pagina's",
            },
        ),
    ]
