package io.tocsin.store;

import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;

/**
 * Brings a store's tables up to what this version expects. Several may begin at once on a database that they share:
 * Flyway has them wait for each other.
 *
 * @param engine names the folder of the scripts that are this engine's alone
 * @param types what this engine calls the types that scripts for all engines name {@code ${key}}, a primary key that
 *     numbers itself, {@code ${bytes}}, {@code ${text}}, which sorts by its characters' numbers, and
 *     {@code ${clustered}}, a table that lies in the order of its primary key, where it has such
 * @param place what messages call the store
 */
record Migration(DataSource source, String engine, Map<String, String> types, String place) {
    private static final String SCRIPTS = "classpath:io/tocsin/store/";

    /** Refuses a store whose tables a newer version has changed: we can't know what they mean. */
    void run() {
        Flyway flyway = Flyway.configure()
                .dataSource(source)
                .locations(SCRIPTS + "migration", SCRIPTS + engine)
                .failOnMissingLocations(true)
                .placeholders(types)
                .javaMigrations(new Rehash())
                .load();
        try {
            refuseNewer(flyway.info());
            flyway.migrate();
        } catch (FlywayException e) {
            throw new IllegalStateException(
                    place + " holds no store that can be used: " + FirstLine.of(e) + " (expected: a store or nothing)",
                    e);
        }
    }

    private void refuseNewer(MigrationInfoService migrations) {
        String newest = "0";
        for (MigrationInfo migration : migrations.all()) {
            MigrationState state = migration.getState();
            if (state.isResolved()) {
                newest = String.valueOf(migration.getVersion());
            } else if (state.isApplied()) {
                throw new IllegalStateException(place + " holds a store of version " + migration.getVersion()
                        + ", which a newer Tocsin wrote (expected: at most version " + newest + ")");
            }
        }
    }
}
