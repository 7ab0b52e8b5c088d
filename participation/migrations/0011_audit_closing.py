"""Months of the audit log whose rows had their time are closed: the only way in which rows go."""

import django.utils.timezone
from django.db import migrations, models

# A DELETE is refused unless it removes exactly the oldest month that is still there, a year after its end or later.
# Then the same statement leaves a closing, and says so in the log; so nothing has to be switched off, and a crash leaves
# all or nothing. How long rows are really kept is the site's to say; the year is what no statement gets around.
# Should the clock have gone back over midnight of a first day, the month ends before the first row of a later one.
CLOSES = """
CREATE FUNCTION inbreng_close_audit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  whole record;
  oldest record;
  newest record;
  head bytea;
  month date;
  ends timestamptz;
  at timestamptz := clock_timestamp();
BEGIN
  SELECT count(*) AS rows, min(id) AS first, max(id) AS last, max(recorded_at) AS youngest INTO whole FROM gone;
  IF whole.rows = 0 THEN
    RETURN NULL;
  END IF;
  SELECT previous, recorded_at INTO oldest FROM gone WHERE id = whole.first;
  SELECT id, last, seal INTO newest FROM participation_auditclosing ORDER BY id DESC LIMIT 1;
  month := date_trunc('month', oldest.recorded_at AT TIME ZONE 'Europe/Amsterdam')::date;
  ends := (month + interval '1 month') AT TIME ZONE 'Europe/Amsterdam';
  IF whole.first <> COALESCE(newest.last, 0) + 1
    OR whole.rows <> whole.last - whole.first + 1
    OR whole.youngest >= ends
    OR ends > at - interval '365 days'
    OR NOT EXISTS (SELECT FROM participation_auditentry WHERE id = whole.last + 1 AND recorded_at >= ends)
  THEN
    RAISE EXCEPTION 'The audit log only grows: DELETE is refused.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT hash INTO head FROM gone WHERE id = whole.last;
  INSERT INTO participation_auditclosing (id, month, first, last, before, after, closed_at, seal)
  VALUES (
    COALESCE(newest.id, 0) + 1, month, whole.first, whole.last, oldest.previous, head, at,
    sha256(COALESCE(newest.seal, sha256('inbreng')) || convert_to(
      inbreng_audit_part((COALESCE(newest.id, 0) + 1)::text)
      || inbreng_audit_part(to_char(month, 'YYYY-MM-DD'))
      || inbreng_audit_part(whole.first::text)
      || inbreng_audit_part(whole.last::text)
      || inbreng_audit_part(encode(oldest.previous, 'hex'))
      || inbreng_audit_part(encode(head, 'hex'))
      || inbreng_audit_part((EXTRACT(EPOCH FROM at) * 1000000)::bigint::text), 'UTF8')));
  INSERT INTO participation_auditentry
    (who, kind, subject_type, subject_id, reference, recorded_at, previous, hash)
  VALUES (
    0, 'audit.closed', 'participation.auditclosing', COALESCE(newest.id, 0) + 1, to_char(month, 'YYYY-MM'), at, '', '');
  RETURN NULL;
END $$;
DROP TRIGGER audit_only_grows ON participation_auditentry;
CREATE TRIGGER audit_only_grows BEFORE UPDATE ON participation_auditentry
  FOR EACH STATEMENT EXECUTE FUNCTION inbreng_refuse_audit();
CREATE TRIGGER audit_goes_by_month AFTER DELETE ON participation_auditentry
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION inbreng_close_audit();
ALTER TABLE participation_auditentry ENABLE ALWAYS TRIGGER audit_only_grows;
ALTER TABLE participation_auditentry ENABLE ALWAYS TRIGGER audit_goes_by_month;
"""

# The depth is 2 when a trigger inserts, and 1 when a statement does.
CLOSINGS_STAY = """
CREATE FUNCTION inbreng_refuse_closing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' AND pg_trigger_depth() > 1 THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'Closed months of the audit log stay: % is refused.', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER closings_stay BEFORE INSERT OR UPDATE OR DELETE ON participation_auditclosing
  FOR EACH STATEMENT EXECUTE FUNCTION inbreng_refuse_closing();
CREATE TRIGGER closings_are_not_emptied BEFORE TRUNCATE ON participation_auditclosing
  FOR EACH STATEMENT EXECUTE FUNCTION inbreng_refuse_closing();
ALTER TABLE participation_auditclosing ENABLE ALWAYS TRIGGER closings_stay;
ALTER TABLE participation_auditclosing ENABLE ALWAYS TRIGGER closings_are_not_emptied;
"""

# Rows that are gone do not come back: without the closings a chain that began in them would begin nowhere.
UNDONE = """
DROP TRIGGER closings_are_not_emptied ON participation_auditclosing;
DROP TRIGGER closings_stay ON participation_auditclosing;
DROP FUNCTION inbreng_refuse_closing();
DROP TRIGGER audit_goes_by_month ON participation_auditentry;
DROP TRIGGER audit_only_grows ON participation_auditentry;
DROP FUNCTION inbreng_close_audit();
CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE ON participation_auditentry
  FOR EACH STATEMENT EXECUTE FUNCTION inbreng_refuse_audit();
ALTER TABLE participation_auditentry ENABLE ALWAYS TRIGGER audit_only_grows;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('participation', '0010_terms_and_areas_in_use'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditClosing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(help_text='Its first day.', unique=True)),
                ('first', models.BigIntegerField(help_text='Number of its first row.')),
                ('last', models.BigIntegerField(help_text='Number of its last row.')),
                ('before', models.BinaryField(help_text='What the first row followed.')),
                ('after', models.BinaryField(help_text='Hash of the last row, which the next one follows.')),
                ('closed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('seal', models.BinaryField()),
            ],
            options={'ordering': ['id']},
        ),
        migrations.RunSQL([CLOSES, CLOSINGS_STAY], UNDONE),
    ]
