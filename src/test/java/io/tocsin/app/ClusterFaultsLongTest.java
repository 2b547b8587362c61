package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As {@link ClusterFaultsTest}, with every fault, and some minutes for each seed. */
@Tag("faults")
final class ClusterFaultsLongTest {
    /** Beyond it the others would have stood still because of one that was cut off. */
    private static final Duration STILL = Duration.ofSeconds(10);

    private static final List<Fault> FAULTS = List.of(
            Fault.KILL,
            Fault.KILL_READER,
            Fault.pause(Duration.ofSeconds(30)),
            Fault.PARTITION,
            Fault.DATABASE_RESTART,
            Fault.ROLLING_RESTART,
            Fault.KILL_TWO,
            Fault.PARTITION,
            Fault.databaseAway(Duration.ofSeconds(10)),
            Fault.KILL_ALL,
            Fault.NONE);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void members_everyFault_loseNothingAndRepeatNothing(long seed) throws Exception {
        try (Drill drill = Drill.start(directory, seed)) {
            System.out.println(Drill.Borne.HEADER);
            for (Fault fault : FAULTS) {
                Drill.Borne borne = drill.bear(fault);
                System.out.println(borne.row());
                assertThat(borne.alerts()).isPositive();
                borne.verify();
                if (fault.equals(Fault.PARTITION)) {
                    assertThat(borne.stoodStill().get(0)).isLessThan(STILL);
                }
            }
        }
    }
}
