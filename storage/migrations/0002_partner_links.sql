-- Two people who are linked, or asked to be, each have a row of their own; who the other is stands inside, sealed.
CREATE TABLE partner_link (
    chat_id BIGINT NOT NULL PRIMARY KEY,
    link BYTEA NOT NULL
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
