package io.tocsin.store;

import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.sqlite.SQLiteDataSource;

/** Brings a store's tables up to what this version expects. */
final class Migration {
    private static final String SCRIPTS = "classpath:io/tocsin/store/migration";

    private Migration() {}

    /** Refuses a store whose tables a newer version has changed: we can't know what they mean. */
    static void run(SQLiteDataSource source, Path directory) {
        Flyway flyway = Flyway.configure()
                .dataSource(source)
                .locations(SCRIPTS)
                .failOnMissingLocations(true)
                .load();
        try {
            refuseNewer(flyway.info(), directory);
            flyway.migrate();
        } catch (FlywayException e) {
            throw new IllegalStateException(
                    "data.directory: " + directory + " holds no store that can be used (expected: a store or nothing)",
                    e);
        }
    }

    private static void refuseNewer(MigrationInfoService migrations, Path directory) {
        String newest = "0";
        for (MigrationInfo migration : migrations.all()) {
            MigrationState state = migration.getState();
            if (state.isResolved()) {
                newest = String.valueOf(migration.getVersion());
            } else if (state.isApplied()) {
                throw new IllegalStateException("data.directory: " + directory + " holds a store of version "
                        + migration.getVersion() + ", which a newer Tocsin wrote (expected: at most version " + newest
                        + ")");
            }
        }
    }
}
