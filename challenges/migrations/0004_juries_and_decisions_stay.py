"""What a juror declared and scored, and what was decided, stays as it was: whoever writes, and by whatever way."""

from django.db import migrations

INTERESTS = """
CREATE FUNCTION inbreng_keep_interest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.has_conflict OR (OLD.juror_id, OLD.response_id) IS DISTINCT FROM (NEW.juror_id, NEW.response_id) THEN
      RAISE EXCEPTION 'A juror cannot take back that they have an interest.';
    END IF;
    RETURN NEW;
  END IF;
  IF NOT inbreng_is_long_over((SELECT challenge_id FROM challenges_juror WHERE id = OLD.juror_id)) THEN
    RAISE EXCEPTION 'What a juror declared stays.';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER interest_is_kept BEFORE UPDATE OR DELETE ON challenges_interest
  FOR EACH ROW EXECUTE FUNCTION inbreng_keep_interest();
"""
SCORES = """
CREATE FUNCTION inbreng_keep_assignment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.juror_id, OLD.submission_id) IS DISTINCT FROM (NEW.juror_id, NEW.submission_id) THEN
    RAISE EXCEPTION 'Scores are bound to the version that was read.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER assignment_is_bound BEFORE UPDATE ON challenges_assignment
  FOR EACH ROW EXECUTE FUNCTION inbreng_keep_assignment();

CREATE FUNCTION inbreng_assignment_is_long_over(assignment bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT inbreng_is_long_over((SELECT challenge_id FROM challenges_juror juror
    JOIN challenges_assignment assigned ON assigned.juror_id = juror.id WHERE assigned.id = assignment))
$$;

CREATE FUNCTION inbreng_keep_scorecard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.reading = 2 AND NOT EXISTS (
      SELECT FROM challenges_scorecard
      WHERE assignment_id = NEW.assignment_id AND reading = 1 AND final_at IS NOT NULL) THEN
      RAISE EXCEPTION 'A second score follows a first one that is final.';
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF OLD.final_at IS NOT NULL
      OR (OLD.assignment_id, OLD.reading) IS DISTINCT FROM (NEW.assignment_id, NEW.reading) THEN
      RAISE EXCEPTION 'A final scorecard stays as it is.';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.final_at IS NOT NULL AND NOT inbreng_assignment_is_long_over(OLD.assignment_id) THEN
    RAISE EXCEPTION 'A final scorecard stays as it is.';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER scorecard_is_kept BEFORE INSERT OR UPDATE OR DELETE ON challenges_scorecard
  FOR EACH ROW EXECUTE FUNCTION inbreng_keep_scorecard();

-- The card is locked, so that no score comes in beside the moment in which the card becomes final.
CREATE FUNCTION inbreng_refuse_final(card bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  found challenges_scorecard;
BEGIN
  SELECT * INTO found FROM challenges_scorecard WHERE id = card FOR SHARE;
  IF found.final_at IS NOT NULL AND NOT inbreng_assignment_is_long_over(found.assignment_id) THEN
    RAISE EXCEPTION 'The scores of a final scorecard stay as they are.';
  END IF;
END $$;
CREATE FUNCTION inbreng_keep_score() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM inbreng_refuse_final(OLD.scorecard_id);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM inbreng_refuse_final(NEW.scorecard_id);
    RETURN NEW;
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER score_is_kept BEFORE INSERT OR UPDATE OR DELETE ON challenges_score
  FOR EACH ROW EXECUTE FUNCTION inbreng_keep_score();

-- Who wrote a remark may be forgotten, when their account goes.
CREATE FUNCTION inbreng_keep_jury_remark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (OLD.submission_id, OLD.text, OLD.written_at) IS DISTINCT FROM (NEW.submission_id, NEW.text, NEW.written_at)
      OR NEW.writer_id IS NOT NULL AND NEW.writer_id IS DISTINCT FROM OLD.writer_id THEN
      RAISE EXCEPTION 'What jurors said stays as it is.';
    END IF;
    RETURN NEW;
  END IF;
  IF NOT inbreng_is_long_over((SELECT response.challenge_id FROM challenges_response response
    JOIN challenges_submission submission ON submission.response_id = response.id
    WHERE submission.id = OLD.submission_id)) THEN
    RAISE EXCEPTION 'What jurors said stays as it is.';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER jury_remark_is_kept BEFORE UPDATE OR DELETE ON challenges_juryremark
  FOR EACH ROW EXECUTE FUNCTION inbreng_keep_jury_remark();
"""
DECISIONS = """
CREATE FUNCTION inbreng_keep_determination() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.sent_at IS NOT NULL AND (TG_OP = 'UPDATE'
    OR NOT inbreng_is_long_over((SELECT challenge_id FROM challenges_phase WHERE id = OLD.phase_id))) THEN
    RAISE EXCEPTION 'A decision that was sent stays as it is.';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER determination_is_kept BEFORE UPDATE OR DELETE ON challenges_determination
  FOR EACH ROW EXECUTE FUNCTION inbreng_keep_determination();

CREATE FUNCTION inbreng_refuse_sent(decision bigint, removing boolean) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  found challenges_determination;
BEGIN
  SELECT * INTO found FROM challenges_determination WHERE id = decision FOR SHARE;
  IF found.sent_at IS NOT NULL AND NOT (removing
    AND inbreng_is_long_over((SELECT challenge_id FROM challenges_phase WHERE id = found.phase_id))) THEN
    RAISE EXCEPTION 'A decision that was sent stays as it is.';
  END IF;
END $$;
CREATE FUNCTION inbreng_keep_verdict() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM inbreng_refuse_sent(OLD.determination_id, TG_OP = 'DELETE');
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM inbreng_refuse_sent(NEW.determination_id, false);
    RETURN NEW;
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER verdict_is_kept BEFORE INSERT OR UPDATE OR DELETE ON challenges_verdict
  FOR EACH ROW EXECUTE FUNCTION inbreng_keep_verdict();
"""
REVERSE = """
DROP TRIGGER verdict_is_kept ON challenges_verdict;
DROP TRIGGER determination_is_kept ON challenges_determination;
DROP TRIGGER jury_remark_is_kept ON challenges_juryremark;
DROP TRIGGER score_is_kept ON challenges_score;
DROP TRIGGER scorecard_is_kept ON challenges_scorecard;
DROP TRIGGER assignment_is_bound ON challenges_assignment;
DROP TRIGGER interest_is_kept ON challenges_interest;
DROP FUNCTION inbreng_keep_verdict, inbreng_refuse_sent, inbreng_keep_determination, inbreng_keep_jury_remark,
  inbreng_keep_score, inbreng_refuse_final, inbreng_keep_scorecard, inbreng_assignment_is_long_over,
  inbreng_keep_assignment, inbreng_keep_interest;
"""


class Migration(migrations.Migration):
    dependencies = [("challenges", "0003_seals_and_submissions")]

    operations = [migrations.RunSQL(INTERESTS + SCORES + DECISIONS, REVERSE)]
