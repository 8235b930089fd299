-- Every original byte for byte, once.
CREATE TABLE original (
    sha256 TEXT PRIMARY KEY,
    media TEXT NOT NULL,
    bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Where and when each came in; again and again, if it did.
CREATE TABLE retrieval (
    sha256 TEXT NOT NULL REFERENCES original,
    origin TEXT NOT NULL,
    retrieved TEXT NOT NULL DEFAULT '',
    added TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    PRIMARY KEY (sha256, origin, retrieved)
) STRICT, WITHOUT ROWID;

-- A report that an original holds; the same words by two outlets are two. `key`: see report_key().
CREATE TABLE report (
    number INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL REFERENCES original,
    id TEXT NOT NULL,
    title TEXT,
    outlet TEXT,
    url TEXT,
    published TEXT,
    language TEXT,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX report_id ON report (id);
CREATE INDEX report_original ON report (sha256);
CREATE INDEX report_published ON report (published);

-- What a version of the program read in it; the last one made is current.
CREATE TABLE reading (
    number INTEGER PRIMARY KEY,
    report INTEGER NOT NULL REFERENCES report,
    reader TEXT NOT NULL,
    made TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    current INTEGER NOT NULL,
    record TEXT NOT NULL,
    UNIQUE (report, reader)
) STRICT;
CREATE UNIQUE INDEX reading_current ON reading (report) WHERE current;

-- What follows from a current reading and what people said of it; made anew when either changes (`stamp`).
CREATE TABLE derived (
    report INTEGER PRIMARY KEY REFERENCES report,
    stamp TEXT NOT NULL,
    accounts TEXT NOT NULL,
    signature TEXT NOT NULL
) STRICT;

-- Of the same: the events, as far as they are listed and filtered by. Names in `actors` and `recipients` stand a line each.
CREATE TABLE event (
    report INTEGER NOT NULL REFERENCES report,
    id TEXT NOT NULL,
    key TEXT NOT NULL,
    kind TEXT NOT NULL,
    mode TEXT,
    status TEXT NOT NULL,
    word TEXT NOT NULL,
    quote TEXT NOT NULL,
    first_day TEXT,
    last_day TEXT,
    place TEXT,
    country TEXT,
    precision TEXT,
    lat REAL,
    lon REAL,
    radius_km REAL,
    actors TEXT NOT NULL,
    recipients TEXT NOT NULL,
    killed_low INTEGER,
    killed_high INTEGER,
    injured_low INTEGER,
    injured_high INTEGER,
    confidence REAL NOT NULL,
    reviewed TEXT NOT NULL,
    PRIMARY KEY (report, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_day ON event (first_day);

-- What people said of readings: appended, chained by hash, never changed.
CREATE TABLE review (
    number INTEGER PRIMARY KEY,
    report TEXT NOT NULL,
    body TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE INDEX review_report ON review (report);
CREATE TRIGGER review_kept BEFORE DELETE ON review BEGIN SELECT RAISE(ABORT, 'reviews are never taken out'); END;
CREATE TRIGGER review_fixed BEFORE UPDATE ON review BEGIN SELECT RAISE(ABORT, 'reviews are never changed'); END;
CREATE TRIGGER original_kept BEFORE DELETE ON original BEGIN SELECT RAISE(ABORT, 'originals are never taken out'); END;
CREATE TRIGGER original_fixed BEFORE UPDATE ON original BEGIN SELECT RAISE(ABORT, 'originals are never changed'); END;

-- What could not be taken in, and why.
CREATE TABLE skipped (
    origin TEXT NOT NULL,
    reason TEXT NOT NULL,
    added TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    PRIMARY KEY (origin, reason)
) STRICT, WITHOUT ROWID;

-- Words of titles and texts; the words themselves are in `report`.
CREATE VIRTUAL TABLE words USING fts5 (
    title, text, content = 'report', content_rowid = 'number', tokenize = "unicode61 remove_diacritics 2"
);
CREATE TRIGGER report_words AFTER INSERT ON report BEGIN
    INSERT INTO words (rowid, title, text) VALUES (new.number, new.title, new.text);
END;
