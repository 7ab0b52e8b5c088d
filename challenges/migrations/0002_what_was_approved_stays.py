"""What was approved stays, but for what a numbered notice tells; and notices themselves stay.

The rule is in docs/challenges.md. A notice is stamped with its transaction by a trigger: `xmin` would name the savepoint.
"""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

CHECK = """
CREATE FUNCTION inbreng_challenge_may_change(challenge bigint, round integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  its record;
  closes timestamptz;
BEGIN
  SELECT status, phase_number INTO its FROM challenges_challenge WHERE id = challenge FOR SHARE;
  IF NOT FOUND OR its.status = 'concept' THEN
    RETURN;
  END IF;
  IF its.status NOT IN ('open', 'closed', 'in_review') OR NOT EXISTS (
    SELECT 1 FROM challenges_notice
    WHERE challenge_id = challenge AND told_in = pg_current_xact_id()::text::bigint
  ) THEN
    RAISE EXCEPTION 'What was approved changes by a numbered notice only.';
  END IF;
  IF round > its.phase_number THEN
    RETURN;
  END IF;
  SELECT closes_at INTO closes FROM challenges_phase WHERE challenge_id = challenge AND number = its.phase_number;
  IF its.status <> 'open' OR round < its.phase_number OR closes <= clock_timestamp() THEN
    RAISE EXCEPTION 'Nothing changes any more once a phase has closed.';
  END IF;
END $$;
"""
CHALLENGE = """
CREATE FUNCTION inbreng_challenge_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.made_by_id <> NEW.made_by_id THEN
    RAISE EXCEPTION 'Who made a challenge stays who made it.';
  END IF;
  IF OLD.approved_at IS NOT NULL AND
    (OLD.approved_at, OLD.approved_by_id) IS DISTINCT FROM (NEW.approved_at, NEW.approved_by_id) THEN
    RAISE EXCEPTION 'An approval stays as it was given.';
  END IF;
  IF OLD.status NOT IN ('concept', 'in_approval') AND NEW.status IN ('concept', 'in_approval') THEN
    RAISE EXCEPTION 'What was public does not become a concept again.';
  END IF;
  IF (OLD.slug, OLD.programme_id, OLD.title, OLD.task, OLD.problem, OLD.for_whom, OLD.can_influence,
      OLD.cannot_influence, OLD.promise, OLD.offer, OLD.budget, OLD.may_answer, OLD.kinds, OLD.ownership, OLD.privacy,
      OLD.planning, OLD.questions_until, OLD.jury_text)
    IS DISTINCT FROM
     (NEW.slug, NEW.programme_id, NEW.title, NEW.task, NEW.problem, NEW.for_whom, NEW.can_influence,
      NEW.cannot_influence, NEW.promise, NEW.offer, NEW.budget, NEW.may_answer, NEW.kinds, NEW.ownership, NEW.privacy,
      NEW.planning, NEW.questions_until, NEW.jury_text) THEN
    PERFORM inbreng_challenge_may_change(OLD.id, OLD.phase_number);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER challenge_stays BEFORE UPDATE ON challenges_challenge
  FOR EACH ROW EXECUTE FUNCTION inbreng_challenge_stays();
"""
PHASE = """
CREATE FUNCTION inbreng_phase_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND
    (OLD.challenge_id, OLD.number, OLD.title, OLD.explanation, OLD.opens_at, OLD.closes_at, OLD.is_blind,
     OLD.min_readers)
    IS NOT DISTINCT FROM
    (NEW.challenge_id, NEW.number, NEW.title, NEW.explanation, NEW.opens_at, NEW.closes_at, NEW.is_blind,
     NEW.min_readers) THEN
    RETURN NEW;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    PERFORM inbreng_challenge_may_change(OLD.challenge_id, OLD.number);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM inbreng_challenge_may_change(NEW.challenge_id, NEW.number);
    RETURN NEW;
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER phase_stays BEFORE INSERT OR UPDATE OR DELETE ON challenges_phase
  FOR EACH ROW EXECUTE FUNCTION inbreng_phase_stays();
"""
PARTS = """
CREATE FUNCTION inbreng_part_of_phase_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM inbreng_challenge_may_change(challenge_id, number) FROM challenges_phase WHERE id = OLD.phase_id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM inbreng_challenge_may_change(challenge_id, number) FROM challenges_phase WHERE id = NEW.phase_id;
    RETURN NEW;
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER form_field_stays BEFORE INSERT OR UPDATE OR DELETE ON challenges_formfield
  FOR EACH ROW EXECUTE FUNCTION inbreng_part_of_phase_stays();
CREATE TRIGGER criterion_stays BEFORE INSERT OR UPDATE OR DELETE ON challenges_criterion
  FOR EACH ROW EXECUTE FUNCTION inbreng_part_of_phase_stays();
"""
# Who opens the responses is approved with the rest; somebody who leaves is replaced by a notice, also after closing.
OPENERS = """
CREATE FUNCTION inbreng_openers_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM challenges_challenge WHERE id = NEW.challenge_id AND status <> 'concept' FOR SHARE
  ) AND NOT EXISTS (
    SELECT 1 FROM challenges_challenge JOIN challenges_notice ON challenge_id = challenges_challenge.id
    WHERE challenges_challenge.id = NEW.challenge_id AND status IN ('open', 'closed')
      AND told_in = pg_current_xact_id()::text::bigint
  ) THEN
    RAISE EXCEPTION 'Who opens the responses was approved.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER openers_stay BEFORE INSERT OR UPDATE ON challenges_challenge_openers
  FOR EACH ROW EXECUTE FUNCTION inbreng_openers_stay();
"""
# Of a notice only the name of who gave it goes, with the account. An acknowledgement goes with the account too: what is
# removed by itself is refused at the end of the transaction.
NOTICES = """
CREATE FUNCTION inbreng_stamp_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.told_in := pg_current_xact_id()::text::bigint;
  NEW.given_at := clock_timestamp();
  RETURN NEW;
END $$;
CREATE TRIGGER notice_is_stamped BEFORE INSERT ON challenges_notice
  FOR EACH ROW EXECUTE FUNCTION inbreng_stamp_notice();
CREATE FUNCTION inbreng_notice_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.given_by_id IS NULL
    AND to_jsonb(OLD) - 'given_by_id' = to_jsonb(NEW) - 'given_by_id' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'A notice is never changed or taken back.';
END $$;
CREATE TRIGGER notice_stays BEFORE UPDATE OR DELETE ON challenges_notice
  FOR EACH ROW EXECUTE FUNCTION inbreng_notice_stays();
CREATE FUNCTION inbreng_acknowledgement_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM participation_user WHERE id = OLD.person_id) THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'An acknowledgement is never changed or taken back.';
END $$;
CREATE CONSTRAINT TRIGGER acknowledgement_stays AFTER UPDATE OR DELETE ON challenges_acknowledgement
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION inbreng_acknowledgement_stays();
CREATE FUNCTION inbreng_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'What was asked to be approved stays as it was.';
END $$;
CREATE TRIGGER challenge_version_stays BEFORE UPDATE OR DELETE ON challenges_challengeversion
  FOR EACH ROW EXECUTE FUNCTION inbreng_version_stays();
"""
UNDONE = """
DROP TRIGGER challenge_version_stays ON challenges_challengeversion;
DROP TRIGGER acknowledgement_stays ON challenges_acknowledgement;
DROP TRIGGER notice_stays ON challenges_notice;
DROP TRIGGER notice_is_stamped ON challenges_notice;
DROP TRIGGER openers_stay ON challenges_challenge_openers;
DROP TRIGGER criterion_stays ON challenges_criterion;
DROP TRIGGER form_field_stays ON challenges_formfield;
DROP TRIGGER phase_stays ON challenges_phase;
DROP TRIGGER challenge_stays ON challenges_challenge;
DROP FUNCTION inbreng_version_stays(), inbreng_acknowledgement_stays(), inbreng_notice_stays(), inbreng_stamp_notice(),
  inbreng_openers_stay(), inbreng_part_of_phase_stays(), inbreng_phase_stays(), inbreng_challenge_stays(),
  inbreng_challenge_may_change(bigint, integer);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('challenges', '0001_challenges_responses_juries'),
    ]

    operations = [
        migrations.AddField(
            model_name='notice',
            name='told_in',
            field=models.BigIntegerField(editable=False, help_text='The transaction, as a trigger stamps it: only there may texts change.', null=True),
        ),
        migrations.CreateModel(
            name='ChallengeVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(help_text='1 for the first time that approval was asked.')),
                ('contents', models.JSONField()),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('challenge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='challenges.challenge')),
            ],
            options={
                'ordering': ['challenge', 'number'],
                'constraints': [models.UniqueConstraint(fields=('challenge', 'number'), name='challenge_version_is_unique')],
            },
        ),
        migrations.RunSQL([CHECK, CHALLENGE, PHASE, PARTS, OPENERS, NOTICES], UNDONE),
    ]
