package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Three members under load bear one fault after the other; what each costs is printed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClusterFaultsTest {
    private Drill drill;

    static List<Fault> faults() {
        return List.of(Fault.KILL, Fault.KILL_READER, Fault.pause(Duration.ofSeconds(12)), Fault.ROLLING_RESTART);
    }

    @BeforeAll
    void start(@TempDir Path directory) {
        drill = Drill.start(directory, 1);
        System.out.println(Drill.Borne.HEADER);
    }

    @AfterAll
    void stop() {
        drill.close();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void members_oneFault_loseNothingAndRepeatNothing(Fault fault) throws Exception {
        Drill.Borne borne = drill.bear(fault);
        System.out.println(borne.row());
        assertThat(borne.alerts()).isPositive();
        borne.verify();
    }

    @Test
    void ruleChange_onOneMember_isInForceOnAll() {
        List<Duration> visible = new RuleChange(drill.cluster(), "zulu").visible(1);
        System.out.println("A changed rule was in force, since it was asked for, by member: " + visible);
        assertThat(visible).hasSize(drill.cluster().size());
    }
}
