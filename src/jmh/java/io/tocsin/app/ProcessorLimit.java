package io.tocsin.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds processes to a share of a processor, each by a control group of its own. Needs Linux, and whoever may make such
 * groups: mostly root.
 */
final class ProcessorLimit implements AutoCloseable {
    private static final long PERIOD_MICROS = 20_000;
    private static final Path VERSION_1 = Path.of("/sys/fs/cgroup/cpu,cpuacct");
    private static final Path VERSION_2 = Path.of("/sys/fs/cgroup");

    private final boolean second = Files.exists(VERSION_2.resolve("cgroup.controllers"));
    private final List<Path> groups = new ArrayList<>();
    private final List<Long> processes = new ArrayList<>();

    ProcessorLimit(int processes) throws IOException {
        Path parent = second ? VERSION_2 : Files.exists(VERSION_1) ? VERSION_1 : Path.of("/sys/fs/cgroup/cpu");
        for (int i = 0; i < processes; i++) {
            groups.add(Files.createDirectory(
                    parent.resolve("tocsin-" + ProcessHandle.current().pid() + "-" + System.nanoTime())));
        }
    }

    void hold(int place, long process, double processors) throws IOException {
        Path group = groups.get(place);
        long quota = Math.round(PERIOD_MICROS * processors);
        if (second) {
            write(group.resolve("cpu.max"), quota + " " + PERIOD_MICROS);
        } else {
            write(group.resolve("cpu.cfs_period_us"), Long.toString(PERIOD_MICROS));
            write(group.resolve("cpu.cfs_quota_us"), Long.toString(quota));
        }
        write(group.resolve("cgroup.procs"), Long.toString(process));
        processes.add(process);
    }

    private static void write(Path file, String text) throws IOException {
        Path unused = Files.writeString(file, text);
    }

    /** What each has used since it began. */
    List<Duration> used() {
        return processes.stream()
                .map(process -> ProcessHandle.of(process)
                        .flatMap(handle -> handle.info().totalCpuDuration())
                        .orElseThrow())
                .toList();
    }

    /** Lets them go. */
    @Override
    public void close() throws IOException {
        for (int i = 0; i < processes.size(); i++) {
            if (ProcessHandle.of(processes.get(i)).isPresent()) {
                write(groups.get(i).resolveSibling("cgroup.procs"), Long.toString(processes.get(i)));
            }
        }
        for (Path group : groups) {
            try {
                Files.deleteIfExists(group);
            } catch (IOException e) {
                throw new UncheckedIOException(group + ": cannot be removed (expected: no process in it)", e);
            }
        }
    }
}
