-- When a person who was silent for long is forgotten; set once that was announced, and emptied by the next visit.
ALTER TABLE candidate ADD COLUMN forget_at BIGINT;

CREATE INDEX candidate_silent ON candidate (seen_at) WHERE forget_at IS NULL;

CREATE INDEX candidate_to_forget ON candidate (forget_at) WHERE forget_at IS NOT NULL;
