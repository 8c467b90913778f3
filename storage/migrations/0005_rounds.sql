-- Rounds of invitations as the feed publishes them, where that differs from the rounds shipped with the program. Nothing
-- here is of a person, so nothing is sealed.
CREATE TABLE published_round (
    number TEXT NOT NULL PRIMARY KEY,
    round TEXT NOT NULL,
    first_seen_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);

-- New and corrected rounds that people are still to be told of. before: as it was known; NULL for a new round.
-- told_through: everybody up to this chat has been told what concerns them; NULL until the telling has begun.
CREATE TABLE round_news (
    number TEXT NOT NULL PRIMARY KEY,
    before TEXT,
    seen_at BIGINT NOT NULL,
    told_through BIGINT
);

-- What of a source was not taken (taken = 0: the row; 1: a part of it), for the operator.
CREATE TABLE held_row (
    source TEXT NOT NULL,
    place BIGINT NOT NULL,
    name TEXT NOT NULL,
    why TEXT NOT NULL,
    content TEXT NOT NULL,
    taken BIGINT NOT NULL,
    first_seen_at BIGINT NOT NULL,
    PRIMARY KEY (source, place)
);

CREATE TABLE round_feed (
    source TEXT NOT NULL PRIMARY KEY,
    etag TEXT,
    last_modified TEXT,
    tried_at BIGINT NOT NULL,
    read_at BIGINT,
    whole_at BIGINT,
    failures BIGINT NOT NULL
);
