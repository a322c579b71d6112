-- The duplicate window: who asked for what, as a hash, and the lead that opened the window. A row lives no longer than
-- its window, so most of the table is always young or dead.
create table intake_fingerprint (
    fingerprint bytea not null primary key,
    lead_id uuid not null,
    expires_at timestamptz not null
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000);

create index intake_fingerprint_expiry on intake_fingerprint (expires_at);
