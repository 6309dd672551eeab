-- Run once in the migrated template; testing.reset() then brings any copy of it back to this moment.
CREATE SCHEMA testing;

-- What the migrations themselves have put in, with the numbers they have used up.
CREATE TABLE testing.sequences AS
    SELECT schemaname, sequencename, last_value FROM pg_sequences WHERE schemaname = 'public';

DO $$
DECLARE
    item record;
    is_filled boolean;
BEGIN
    FOR item IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', item.tablename) INTO is_filled;
        IF is_filled THEN
            EXECUTE format('CREATE TABLE testing.%I AS TABLE public.%I', 'kept_' || item.tablename, item.tablename);
        END IF;
    END LOOP;
END
$$;

CREATE FUNCTION testing.describe() RETURNS text LANGUAGE sql AS $$
    SELECT count(*) || ' ' || max(oid::bigint)
    FROM pg_class WHERE relnamespace = 'public'::regnamespace
$$;

CREATE TABLE testing.shape AS SELECT testing.describe() AS text;

-- Whether the tables are still those of the migrations; false: the database is of no more use.
CREATE FUNCTION testing.reset() RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    item record;
    names text;
BEGIN
    -- A test's own connections may still be about to close.
    PERFORM pg_terminate_backend(pid, 5000) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    IF testing.describe() <> (SELECT text FROM testing.shape) THEN
        RETURN false;
    END IF;
    SET LOCAL session_replication_role = replica;  -- no triggers, no foreign keys
    FOR item IN
        SELECT oid, oid::regclass AS name, reltuples > 0 OR pg_relation_size(oid) > 1000000 AS is_big
        FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
    LOOP
        IF item.is_big THEN
            -- Large, or analysed: the next test's plans must not follow this one's figures.
            EXECUTE format('TRUNCATE %s CASCADE', item.name);
            DELETE FROM pg_statistic WHERE starelid = item.oid;
        ELSE
            EXECUTE format('DELETE FROM %s', item.name);
        END IF;
    END LOOP;
    FOR item IN SELECT relname FROM pg_class
        WHERE relnamespace = 'testing'::regnamespace AND relname LIKE 'kept\_%'
    LOOP
        SELECT string_agg(quote_ident(attname), ', ') INTO names FROM pg_attribute
            WHERE attrelid = ('public.' || quote_ident(substr(item.relname, 6)))::regclass
                AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
        EXECUTE format(
            'INSERT INTO public.%1$I (%2$s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM testing.%3$I',
            substr(item.relname, 6), names, item.relname
        );
    END LOOP;
    PERFORM setval(
        format('%I.%I', now_used.schemaname, now_used.sequencename),
        coalesce(kept.last_value, now_used.start_value),
        kept.last_value IS NOT NULL
    )
        FROM pg_sequences AS now_used JOIN testing.sequences AS kept USING (schemaname, sequencename)
        WHERE now_used.last_value IS DISTINCT FROM kept.last_value;
    RETURN true;
END
$$;
