"""By what the municipality's own sign-in knows an official."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('participation', '0006_audit'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='openid_subject',
            field=models.CharField(blank=True, help_text='Wie een code heeft, logt alleen nog in via de inlogdienst van de gemeente.', max_length=255, null=True, unique=True, verbose_name='code bij de inlogdienst'),
        ),
    ]
