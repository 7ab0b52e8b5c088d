from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('participation', '0009_grants'),
    ]

    operations = [
        migrations.AddField(
            model_name='area',
            name='is_active',
            field=models.BooleanField(db_default=True, default=True, verbose_name='in gebruik'),
        ),
        migrations.CreateModel(
            name='SetTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('variable', models.CharField(max_length=40, unique=True, verbose_name='termijn')),
                ('days', models.PositiveSmallIntegerField(verbose_name='dagen')),
            ],
            options={
                'verbose_name': 'bewaartermijn',
                'verbose_name_plural': 'bewaartermijnen',
                'constraints': [models.CheckConstraint(condition=models.Q(('days__gte', 1)), name='term_is_a_day_at_least')],
            },
        ),
    ]
