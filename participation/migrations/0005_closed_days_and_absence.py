"""Days on which the town hall is closed, officials who are away, and themes that are answered sooner."""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('participation', '0004_warnings_and_destruction'),
    ]

    operations = [
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_day', models.DateField(verbose_name='eerste dag')),
                ('last_day', models.DateField(verbose_name='laatste dag')),
            ],
            options={
                'verbose_name': 'afwezigheid',
                'verbose_name_plural': 'afwezigheid',
                'ordering': ['first_day', 'pk'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='absence_ends_after_it_begins'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ClosedDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True, verbose_name='dag')),
                ('name', models.CharField(max_length=80, verbose_name='waarom')),
            ],
            options={
                'verbose_name': 'gesloten dag',
                'verbose_name_plural': 'gesloten dagen',
                'ordering': ['day'],
            },
        ),
        migrations.AddField(
            model_name='theme',
            name='promise_days',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Alleen als dit thema sneller antwoord krijgt dan het programma belooft. De kortste tijd telt.', null=True, verbose_name='belofte in werkdagen'),
        ),
        migrations.AddConstraint(
            model_name='theme',
            constraint=models.CheckConstraint(condition=models.Q(('promise_days__isnull', True), ('promise_days__range', (1, 260)), _connector='OR'), name='theme_promise_is_sane'),
        ),
        migrations.AddField(
            model_name='absence',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to=settings.AUTH_USER_MODEL, verbose_name='wie is er niet'),
        ),
        migrations.AddField(
            model_name='absence',
            name='stand_in',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stands_in', to=settings.AUTH_USER_MODEL, verbose_name='wie vervangt'),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=models.CheckConstraint(condition=models.Q(('person', models.F('stand_in')), _negated=True), name='absence_has_somebody_else_standing_in'),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func('person', 'person', models.Value('[]'), function='int8range'), '&&'), (models.Func('first_day', 'last_day', models.Value('[]'), function='daterange'), '&&')], name='absence_overlaps_none_of_the_same_person'),
        ),
    ]
