"""What holds for seals and submissions whoever asks, also in SQL: in time, by two people, and never changed after."""

from django.db import migrations, models

# The clock that goes on inside a transaction decides, after waiting for whoever closes the phase or moves its end.
GUARDS = """
CREATE FUNCTION inbreng_phase_takes_responses(phase bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  round challenges_phase%ROWTYPE;
  asked challenges_challenge%ROWTYPE;
  moment timestamptz;
BEGIN
  SELECT * INTO round FROM challenges_phase WHERE id = phase FOR SHARE;
  SELECT * INTO asked FROM challenges_challenge WHERE id = round.challenge_id;
  moment := clock_timestamp();
  RETURN asked.status = 'open' AND asked.phase_number = round.number
    AND round.opens_at <= moment AND moment < round.closes_at;
END $$;

-- So long after its end a challenge keeps all of it; after that the terms of docs/privacy.md may remove it.
CREATE FUNCTION inbreng_is_long_over(challenge bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (
    SELECT FROM challenges_challenge WHERE id = challenge
    AND NOT (status IN ('finished', 'cancelled') AND status_since < clock_timestamp() - INTERVAL '1 year'))
$$;

CREATE FUNCTION inbreng_phase_may_be_forgotten(phase bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT inbreng_is_long_over((SELECT challenge_id FROM challenges_phase WHERE id = phase))
$$;
"""

SUBMISSIONS = """
CREATE FUNCTION inbreng_take_submission() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT inbreng_phase_takes_responses(NEW.phase_id) THEN
    RAISE EXCEPTION 'The phase takes no submissions now.' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (SELECT FROM challenges_response answer JOIN challenges_phase round USING (challenge_id)
                 WHERE answer.id = NEW.response_id AND round.id = NEW.phase_id) THEN
    RAISE EXCEPTION 'The response answers another challenge.' USING ERRCODE = 'check_violation';
  END IF;
  NEW.submitted_at := clock_timestamp();
  NEW.withdrawn_at := NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER submission_comes_in_time BEFORE INSERT ON challenges_submission
  FOR EACH ROW EXECUTE FUNCTION inbreng_take_submission();

CREATE FUNCTION inbreng_keep_submission() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.response_id, NEW.phase_id, NEW.number, NEW.sealed, NEW.salt, NEW.sha256, NEW.submitted_at)
    IS DISTINCT FROM
    (OLD.id, OLD.response_id, OLD.phase_id, OLD.number, OLD.sealed, OLD.salt, OLD.sha256, OLD.submitted_at)
    OR NEW.submitted_by_id IS NOT NULL AND NEW.submitted_by_id IS DISTINCT FROM OLD.submitted_by_id THEN
    RAISE EXCEPTION 'What was submitted never changes.' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at THEN
    IF OLD.withdrawn_at IS NOT NULL OR NOT inbreng_phase_takes_responses(OLD.phase_id) THEN
      RAISE EXCEPTION 'Withdrawing is done once, and before closing.' USING ERRCODE = 'check_violation';
    END IF;
    NEW.withdrawn_at := clock_timestamp();
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER submission_never_changes BEFORE UPDATE ON challenges_submission
  FOR EACH ROW EXECUTE FUNCTION inbreng_keep_submission();

CREATE FUNCTION inbreng_keep_until_term() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT inbreng_phase_may_be_forgotten(OLD.phase_id) THEN
    RAISE EXCEPTION 'This is kept until a year after the challenge has ended.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER submission_is_kept BEFORE DELETE ON challenges_submission
  FOR EACH ROW EXECUTE FUNCTION inbreng_keep_until_term();
CREATE TRIGGER seal_key_is_kept BEFORE DELETE ON challenges_sealkey
  FOR EACH ROW EXECUTE FUNCTION inbreng_keep_until_term();
"""

# A file begins in time. Until half an hour after closing (statuses.UPLOAD_GRACE) it may come in; then it is what it is.
FILES = """
CREATE FUNCTION inbreng_begin_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT inbreng_phase_takes_responses(NEW.phase_id) THEN
    RAISE EXCEPTION 'The phase takes no files now.' USING ERRCODE = 'check_violation';
  END IF;
  NEW.began_at := clock_timestamp();
  RETURN NEW;
END $$;
CREATE TRIGGER sealed_file_begins_in_time BEFORE INSERT ON challenges_sealedfile
  FOR EACH ROW EXECUTE FUNCTION inbreng_begin_file();

CREATE FUNCTION inbreng_keep_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.uuid, NEW.response_id, NEW.phase_id, NEW.field_id, NEW.sealed_name, NEW.size, NEW.began_at)
    IS DISTINCT FROM
    (OLD.id, OLD.uuid, OLD.response_id, OLD.phase_id, OLD.field_id, OLD.sealed_name, OLD.size, OLD.began_at)
    OR OLD.completed_at IS NOT NULL AND (NEW.kind, NEW.completed_at) IS DISTINCT FROM (OLD.kind, OLD.completed_at) THEN
    RAISE EXCEPTION 'A file that was announced never becomes another one.' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.received, NEW.sha256, NEW.whole_at) IS DISTINCT FROM (OLD.received, OLD.sha256, OLD.whole_at) THEN
    IF OLD.whole_at IS NOT NULL OR NEW.received < OLD.received OR (NEW.received = NEW.size) <> (NEW.whole_at IS NOT NULL)
      OR (NEW.sha256 = '') <> (NEW.whole_at IS NULL) THEN
      RAISE EXCEPTION 'A file grows until it is whole, and then has its hash.' USING ERRCODE = 'check_violation';
    END IF;
    IF clock_timestamp() >= (SELECT closes_at + interval '30 minutes' FROM challenges_phase WHERE id = OLD.phase_id) THEN
      RAISE EXCEPTION 'The time for uploads is over.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.whole_at IS NOT NULL THEN
      NEW.whole_at := clock_timestamp();
    END IF;
  END IF;
  IF NEW.completed_at IS NOT NULL AND OLD.completed_at IS NULL THEN
    NEW.completed_at := clock_timestamp();
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER sealed_file_stays_what_it_is BEFORE UPDATE ON challenges_sealedfile
  FOR EACH ROW EXECUTE FUNCTION inbreng_keep_file();

CREATE FUNCTION inbreng_keep_handed_in_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM challenges_submission handed
             WHERE handed.response_id = OLD.response_id AND handed.phase_id = OLD.phase_id)
    AND NOT inbreng_phase_may_be_forgotten(OLD.phase_id) THEN
    RAISE EXCEPTION 'This is kept until a year after the challenge has ended.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER sealed_file_is_kept BEFORE DELETE ON challenges_sealedfile
  FOR EACH ROW EXECUTE FUNCTION inbreng_keep_handed_in_file();
"""

OPENINGS = """
CREATE FUNCTION inbreng_take_opening() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  round challenges_phase%ROWTYPE;
BEGIN
  SELECT * INTO round FROM challenges_phase WHERE id = NEW.phase_id FOR SHARE;
  IF clock_timestamp() < round.closes_at + interval '30 minutes' OR round.hashes IS NULL
    OR NOT EXISTS (SELECT FROM challenges_challenge asked WHERE asked.id = round.challenge_id
                   AND asked.status = 'closed' AND asked.phase_number = round.number) THEN
    RAISE EXCEPTION 'The phase cannot be opened yet.' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (SELECT FROM challenges_challenge_openers named
                 WHERE named.challenge_id = round.challenge_id AND named.user_id = NEW.person_id) THEN
    RAISE EXCEPTION 'Only who was named opens a phase.' USING ERRCODE = 'check_violation';
  END IF;
  NEW.at := clock_timestamp();
  RETURN NEW;
END $$;
CREATE TRIGGER opening_is_after_closing BEFORE INSERT ON challenges_opening
  FOR EACH ROW EXECUTE FUNCTION inbreng_take_opening();

CREATE FUNCTION inbreng_refuse_opening() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'That somebody opened a phase stays written down.' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER opening_never_changes BEFORE UPDATE OR DELETE ON challenges_opening
  FOR EACH ROW EXECUTE FUNCTION inbreng_refuse_opening();
"""

# Without the rule on the end of a phase, moving it to yesterday would open what came in today.
PHASES = """
CREATE FUNCTION inbreng_keep_seal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  asked challenges_challenge%ROWTYPE;
BEGIN
  SELECT * INTO asked FROM challenges_challenge WHERE id = OLD.challenge_id;
  IF NEW.closes_at < OLD.closes_at AND asked.status NOT IN ('concept', 'in_approval')
    AND asked.phase_number >= OLD.number THEN
    RAISE EXCEPTION 'A phase never closes earlier than was said.' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.closes_at <> OLD.closes_at AND asked.phase_number >= OLD.number
    AND asked.status NOT IN ('concept', 'in_approval') AND clock_timestamp() >= OLD.closes_at THEN
    RAISE EXCEPTION 'A phase that has closed does not open again.' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.hashes IS DISTINCT FROM OLD.hashes AND (OLD.hashes IS NOT NULL OR asked.status = 'open'
    OR clock_timestamp() < OLD.closes_at + interval '30 minutes') THEN
    RAISE EXCEPTION 'The hash list is written once, after closing.' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.unsealed_at IS DISTINCT FROM OLD.unsealed_at THEN
    IF OLD.unsealed_at IS NOT NULL
      OR (SELECT count(DISTINCT person_id) FROM challenges_opening WHERE phase_id = OLD.id) < 2 THEN
      RAISE EXCEPTION 'A seal is broken once, by two people.' USING ERRCODE = 'check_violation';
    END IF;
    NEW.unsealed_at := clock_timestamp();
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER phase_keeps_its_seal BEFORE UPDATE ON challenges_phase
  FOR EACH ROW EXECUTE FUNCTION inbreng_keep_seal();

CREATE FUNCTION inbreng_review_after_opening() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM challenges_phase round WHERE round.challenge_id = NEW.id
                 AND round.number = NEW.phase_number AND round.unsealed_at IS NOT NULL) THEN
    RAISE EXCEPTION 'A challenge goes to its jury when two people opened the phase.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER challenge_is_reviewed_after_opening BEFORE UPDATE ON challenges_challenge FOR EACH ROW
  WHEN (NEW.status = 'in_review' AND OLD.status <> 'in_review') EXECUTE FUNCTION inbreng_review_after_opening();
"""

UNDONE = """
DROP TRIGGER challenge_is_reviewed_after_opening ON challenges_challenge;
DROP TRIGGER phase_keeps_its_seal ON challenges_phase;
DROP TRIGGER opening_never_changes ON challenges_opening;
DROP TRIGGER opening_is_after_closing ON challenges_opening;
DROP TRIGGER sealed_file_is_kept ON challenges_sealedfile;
DROP TRIGGER sealed_file_stays_what_it_is ON challenges_sealedfile;
DROP TRIGGER sealed_file_begins_in_time ON challenges_sealedfile;
DROP TRIGGER seal_key_is_kept ON challenges_sealkey;
DROP TRIGGER submission_is_kept ON challenges_submission;
DROP TRIGGER submission_never_changes ON challenges_submission;
DROP TRIGGER submission_comes_in_time ON challenges_submission;
DROP FUNCTION inbreng_review_after_opening();
DROP FUNCTION inbreng_keep_seal();
DROP FUNCTION inbreng_refuse_opening();
DROP FUNCTION inbreng_take_opening();
DROP FUNCTION inbreng_keep_handed_in_file();
DROP FUNCTION inbreng_keep_file();
DROP FUNCTION inbreng_begin_file();
DROP FUNCTION inbreng_keep_until_term();
DROP FUNCTION inbreng_keep_submission();
DROP FUNCTION inbreng_take_submission();
DROP FUNCTION inbreng_phase_may_be_forgotten(bigint);
DROP FUNCTION inbreng_is_long_over(bigint);
DROP FUNCTION inbreng_phase_takes_responses(bigint);
"""


class Migration(migrations.Migration):

    dependencies = [("challenges", "0002_what_was_approved_stays")]

    operations = [
        migrations.AddField("sealedfile", "whole_at", models.DateTimeField(blank=True, help_text="When its last byte lay in the folder.", null=True)),
        migrations.AlterField("sealedfile", "completed_at", models.DateTimeField(blank=True, help_text="When it was found to be in order.", null=True)),
        migrations.AlterField("sealedfile", "sha256", models.CharField(blank=True, help_text="Of the file itself, when it is whole.", max_length=64)),
        migrations.RunSQL(GUARDS + SUBMISSIONS + FILES + OPENINGS + PHASES, UNDONE),
    ]
