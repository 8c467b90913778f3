-- name: start()!
CREATE TABLE IF NOT EXISTS migration (
    number BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL
);

-- name: applied()
SELECT number, checksum FROM migration;

-- name: record(number, name, checksum)!
INSERT INTO migration (number, name, checksum) VALUES (:number, :name, :checksum);
