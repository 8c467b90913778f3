-- name: published()
SELECT number, round, first_seen_at, changed_at FROM published_round;

-- name: stamp()$
-- Which state of the published rounds this is: a round is never taken away, and a change has a time of its own.
SELECT MAX(changed_at) FROM published_round;

-- name: save(number, round, at)!
INSERT INTO published_round (number, round, first_seen_at, changed_at)
VALUES (:number, :round, :at, :at)
ON CONFLICT (number) DO UPDATE SET round = excluded.round, changed_at = excluded.changed_at;

-- name: announce(number, before, at)!
-- What is still to be told of an earlier change goes on from what people know.
INSERT INTO round_news (number, before, seen_at)
VALUES (:number, :before, :at)
ON CONFLICT (number) DO NOTHING;

-- name: news()
SELECT round_news.number, round_news.before, published_round.round, round_news.seen_at, round_news.told_through
FROM round_news JOIN published_round ON published_round.number = round_news.number;

-- name: telling()$
SELECT COUNT(*) FROM round_news WHERE told_through IS NOT NULL;

-- name: told_through(number, chat_id)*!
UPDATE round_news SET told_through = :chat_id WHERE number = :number;

-- name: told(number)*!
DELETE FROM round_news WHERE number = :number;

-- name: held()
SELECT source, place, name, why, content, taken, first_seen_at FROM held_row ORDER BY source, place;

-- name: forget_held(source)!
DELETE FROM held_row WHERE source = :source;

-- name: hold(source, place, name, why, content, taken, first_seen_at)*!
INSERT INTO held_row (source, place, name, why, content, taken, first_seen_at)
VALUES (:source, :place, :name, :why, :content, :taken, :first_seen_at);

-- name: feed(source)^
SELECT etag, last_modified, tried_at, read_at, whole_at, failures FROM round_feed WHERE source = :source;

-- name: save_feed(source, etag, last_modified, tried_at, read_at, whole_at, failures)!
INSERT INTO round_feed (source, etag, last_modified, tried_at, read_at, whole_at, failures)
VALUES (:source, :etag, :last_modified, :tried_at, :read_at, :whole_at, :failures)
ON CONFLICT (source) DO UPDATE SET
    etag = excluded.etag,
    last_modified = excluded.last_modified,
    tried_at = excluded.tried_at,
    read_at = excluded.read_at,
    whole_at = excluded.whole_at,
    failures = excluded.failures;
