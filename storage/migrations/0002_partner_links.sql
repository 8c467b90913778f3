-- Two people who are linked, or asked to be, each have a row of their own; who the other is stands inside, sealed.
-- over_on: the day (UTC, days since 1970) from which a link that not both have agreed to can be swept out; a whole day,
-- so that two rows do not give each other away.
CREATE TABLE partner_link (
    chat_id BIGINT NOT NULL PRIMARY KEY,
    link BYTEA NOT NULL,
    over_on BIGINT
);

-- digest: a keyed hash of the code, in hexadecimal; the code itself is kept nowhere.
CREATE TABLE partner_code (
    chat_id BIGINT NOT NULL PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    ends_at BIGINT NOT NULL
);

CREATE TABLE partner_try (
    chat_id BIGINT NOT NULL PRIMARY KEY,
    tries BIGINT NOT NULL,
    since BIGINT NOT NULL
);
