"""The audit log: rows that only come, numbered and chained by the database itself."""

import django.utils.timezone
from django.db import migrations, models

# As participation.audit.hash_of() computes it. The lock lets one transaction at a time go on from the newest row. It is
# held to the end of the transaction, so it is taken as late as can be: a look is a transaction by itself, and what the
# journal tells comes at the commit. A transaction that sees an old newest row ends at the unique number, and never forks.
CHAIN = """
CREATE FUNCTION inbreng_audit_part(value text) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN value IS NULL THEN '-' ELSE octet_length(value) || ':' || value END $$;

CREATE FUNCTION inbreng_chain_audit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  newest record;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('participation_auditentry'));
  SELECT id, hash INTO newest FROM participation_auditentry ORDER BY id DESC LIMIT 1;
  NEW.id := COALESCE(newest.id, 0) + 1;
  NEW.recorded_at := clock_timestamp();
  NEW.previous := COALESCE(newest.hash, sha256('inbreng'));
  NEW.hash := sha256(NEW.previous || convert_to(
    inbreng_audit_part(NEW.id::text)
    || inbreng_audit_part((EXTRACT(EPOCH FROM NEW.recorded_at) * 1000000)::bigint::text)
    || inbreng_audit_part(NEW.who::text)
    || inbreng_audit_part(NEW.kind)
    || inbreng_audit_part(NEW.subject_type)
    || inbreng_audit_part(NEW.subject_id::text)
    || inbreng_audit_part(NEW.about::text)
    || inbreng_audit_part(NEW.reference)
    || inbreng_audit_part(NEW.told_in::text), 'UTF8'));
  RETURN NEW;
END $$;
CREATE TRIGGER audit_is_chained BEFORE INSERT ON participation_auditentry
  FOR EACH ROW EXECUTE FUNCTION inbreng_chain_audit();
"""

# ALWAYS: also in a session that replays as a replica.
ONLY_GROWS = """
CREATE FUNCTION inbreng_refuse_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The audit log only grows: % is refused.', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE ON participation_auditentry
  FOR EACH STATEMENT EXECUTE FUNCTION inbreng_refuse_audit();
CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON participation_auditentry
  FOR EACH STATEMENT EXECUTE FUNCTION inbreng_refuse_audit();
ALTER TABLE participation_auditentry ENABLE ALWAYS TRIGGER audit_is_chained;
ALTER TABLE participation_auditentry ENABLE ALWAYS TRIGGER audit_only_grows;
ALTER TABLE participation_auditentry ENABLE ALWAYS TRIGGER audit_is_not_emptied;
"""

# At the commit, when the change has all its locks: two changes that wait for each other's rows never meet at the chain.
CHANGES = """
CREATE FUNCTION inbreng_audit_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM participation_user WHERE id = NEW.actor_id AND kind = 'official') THEN
    INSERT INTO participation_auditentry
      (who, kind, subject_type, subject_id, about, reference, told_in, recorded_at, previous, hash)
    VALUES (
      NEW.actor_id, NEW.kind, NEW.subject_type, NEW.subject_id,
      CASE WHEN NEW.subject_type = 'participation.user' THEN NEW.subject_id END,
      left(COALESCE(NEW.facts ->> 'reference', ''), 20), NEW.id, now(), '', '');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER event_is_audited AFTER INSERT ON participation_event DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.actor_id IS NOT NULL) EXECUTE FUNCTION inbreng_audit_event();

CREATE FUNCTION inbreng_audit_administration() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  label text := (SELECT app_label || '.' || model FROM django_content_type WHERE id = NEW.content_type_id);
  key bigint := CASE WHEN NEW.object_id ~ '^[0-9]{1,18}$' THEN NEW.object_id::bigint END;
BEGIN
  INSERT INTO participation_auditentry
    (who, kind, subject_type, subject_id, about, reference, told_in, recorded_at, previous, hash)
  VALUES (
    NEW.user_id, 'admin.' || (ARRAY['added', 'changed', 'deleted'])[NEW.action_flag], left(COALESCE(label, ''), 40), key,
    CASE WHEN label = 'participation.user' THEN key END, '', NEW.id, now(), '', '');
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER administration_is_audited AFTER INSERT ON django_admin_log DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION inbreng_audit_administration();
"""

UNDONE = """
DROP TRIGGER administration_is_audited ON django_admin_log;
DROP TRIGGER event_is_audited ON participation_event;
DROP FUNCTION inbreng_audit_administration();
DROP FUNCTION inbreng_audit_event();
DROP TRIGGER audit_is_not_emptied ON participation_auditentry;
DROP TRIGGER audit_only_grows ON participation_auditentry;
DROP TRIGGER audit_is_chained ON participation_auditentry;
DROP FUNCTION inbreng_refuse_audit();
DROP FUNCTION inbreng_chain_audit();
DROP FUNCTION inbreng_audit_part(text);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('admin', '0003_logentry_add_action_flag_choices'),
        ('participation', '0005_closed_days_and_absence'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('who', models.BigIntegerField(help_text='Account of the official.', verbose_name='wie')),
                ('kind', models.CharField(max_length=40, verbose_name='soort')),
                ('subject_type', models.CharField(blank=True, help_text='Label of a model; empty for a list.', max_length=40)),
                ('subject_id', models.BigIntegerField(blank=True, null=True)),
                ('about', models.BigIntegerField(blank=True, help_text='Account of whose data it is.', null=True, verbose_name='over wie')),
                ('reference', models.CharField(blank=True, max_length=20, verbose_name='nummer')),
                ('told_in', models.BigIntegerField(blank=True, help_text='For a change: its event, or its line in the log of the administration.', null=True)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='moment')),
                ('previous', models.BinaryField(default=bytes)),
                ('hash', models.BinaryField(default=bytes)),
            ],
            options={
                'verbose_name': 'regel in het logboek',
                'verbose_name_plural': 'logboek',
                'ordering': ['-id'],
                'indexes': [
                    models.Index(fields=['who', 'id'], name='audit_by_who'),
                    models.Index(fields=['about', 'id'], name='audit_by_whom_it_is_about'),
                    models.Index(condition=models.Q(('reference', ''), _negated=True), fields=['reference', 'id'], name='audit_by_reference'),
                    models.Index(fields=['recorded_at'], name='audit_by_moment'),
                ],
            },
        ),
        migrations.RunSQL([CHAIN, ONLY_GROWS, CHANGES], UNDONE),
    ]
