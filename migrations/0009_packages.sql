-- What a package's refund is worked out with, and how the end of a membership is taken back.

-- What one session costs without the package. Copied onto each one sold.
ALTER TABLE products ADD COLUMN single_price_minor INTEGER NOT NULL DEFAULT 0 CHECK (single_price_minor >= 0);

-- The last day it was paid for, while it ends earlier because it was given up.
ALTER TABLE memberships ADD COLUMN ended_from TEXT CHECK (ended_from GLOB '????-??-??');
