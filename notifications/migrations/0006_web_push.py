import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

CHANNELS = [('inbox', 'Berichten op deze site'), ('email', 'E-mail'), ('push', 'Melding op uw apparaat')]


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0005_reminders'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PushDevice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('endpoint', models.CharField(help_text='Where its service takes news.', max_length=1000, unique=True)),
                ('p256dh', models.CharField(help_text='Its public key, with which news is encrypted for it alone.', max_length=88)),
                ('auth', models.CharField(help_text='The secret that it shares with us.', max_length=24)),
                ('name', models.CharField(max_length=60, verbose_name='naam')),
                ('session_key', models.CharField(help_text='Of the session in which it was seen last.', max_length=40)),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('used_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), help_text='It took news, or its owner came by; to a day.')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='push_devices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'apparaat',
                'verbose_name_plural': 'apparaten',
                'ordering': ['-pk'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('endpoint__startswith', 'https://')), name='pushdevice_endpoint_is_encrypted'),
                ],
            },
        ),
        migrations.AlterField(
            model_name='delivery',
            name='channel',
            field=models.CharField(choices=CHANNELS, max_length=8, verbose_name='kanaal'),
        ),
        migrations.AlterField(
            model_name='preference',
            name='channel',
            field=models.CharField(choices=CHANNELS, max_length=8, verbose_name='kanaal'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('channel', 'email'), ('state__in', ('pending', 'uncertain'))), fields=['bulk', 'next_attempt_at'], name='delivery_mail_due'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('channel', 'push'), ('state__in', ('pending', 'uncertain'))), fields=['bulk', 'next_attempt_at'], name='delivery_push_due'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('channel', 'push'), ('digest', False)), fields=['recipient', '-created_at'], name='delivery_pushed_apart'),
        ),
        migrations.RemoveIndex(
            model_name='delivery',
            name='delivery_due',
        ),
    ]
