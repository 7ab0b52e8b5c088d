"""After its term a submission is emptied or goes, and a file goes that never was part of one; nothing goes before."""

import django.utils.timezone
from django.db import migrations, models

SUBMISSIONS = """
CREATE OR REPLACE FUNCTION inbreng_keep_submission() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.response_id, NEW.phase_id, NEW.number, NEW.sha256, NEW.submitted_at)
    IS DISTINCT FROM (OLD.id, OLD.response_id, OLD.phase_id, OLD.number, OLD.sha256, OLD.submitted_at)
    OR (NEW.sealed, NEW.salt) IS DISTINCT FROM (OLD.sealed, OLD.salt){unless_forgotten}
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
"""
UNLESS_FORGOTTEN = """
      AND NOT (NEW.sealed = '' AND NEW.salt = '' AND inbreng_phase_may_be_forgotten(OLD.phase_id))"""

# A submission holds the files that were there when it came in; when one was taken away is therefore stamped here.
FILES = """
CREATE OR REPLACE FUNCTION inbreng_keep_handed_in_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM challenges_submission handed
             WHERE handed.response_id = OLD.response_id AND handed.phase_id = OLD.phase_id{and_holds_it})
    AND NOT inbreng_phase_may_be_forgotten(OLD.phase_id) THEN
    RAISE EXCEPTION 'This is kept until a year after the challenge has ended.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN OLD;
END $$;
"""
AND_HOLDS_IT = """
             AND handed.submitted_at >= OLD.began_at
             AND (OLD.removed_at IS NULL OR handed.submitted_at <= OLD.removed_at)"""
REMOVED = """
CREATE FUNCTION inbreng_stamp_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.removed_at IS NOT NULL THEN
    RAISE EXCEPTION 'A file is taken away once.' USING ERRCODE = 'check_violation';
  END IF;
  NEW.removed_at := clock_timestamp();
  RETURN NEW;
END $$;
CREATE TRIGGER sealed_file_is_taken_away_once BEFORE UPDATE ON challenges_sealedfile FOR EACH ROW
  WHEN (NEW.removed_at IS DISTINCT FROM OLD.removed_at) EXECUTE FUNCTION inbreng_stamp_removal();
"""
DONE = SUBMISSIONS.format(unless_forgotten=UNLESS_FORGOTTEN) + FILES.format(and_holds_it=AND_HOLDS_IT) + REMOVED
UNDONE = (
    "DROP TRIGGER sealed_file_is_taken_away_once ON challenges_sealedfile; DROP FUNCTION inbreng_stamp_removal();"
    + SUBMISSIONS.format(unless_forgotten="")
    + FILES.format(and_holds_it="")
)


class Migration(migrations.Migration):

    dependencies = [("challenges", "0004_juries_and_decisions_stay")]

    operations = [
        migrations.AddField("sealedfile", "last_piece_at", models.DateTimeField(default=django.utils.timezone.now, help_text="When its last piece came in; before that, when it was announced.")),
        migrations.RunSQL(DONE, UNDONE),
    ]
