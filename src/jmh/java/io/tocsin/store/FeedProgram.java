package io.tocsin.store;

import io.tocsin.feed.FeedChange;
import io.tocsin.feed.Feeds;
import io.tocsin.match.Load;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Durable appends of alerts about posts of a kilobyte that go to one feed each, and to six, of a thousand: against the
 * same engine driven raw, in turn, with as many rows a transaction; then how long an append takes at half of that; then
 * a cold read of all of it by cursor. Arguments: the engine, embedded or postgres; how many rounds; how many rows a
 * round writes.
 */
public final class FeedProgram {
    private static final int FEEDS = 1_000;
    private static final int PACED_SECONDS = 10;

    private final String engine;
    private final int rounds;
    private final int rows;

    private FeedProgram(String engine, int rounds, int rows) {
        this.engine = engine;
        this.rounds = rounds;
        this.rows = rows;
    }

    public static void main(String[] args) throws SQLException {
        String engine = args.length > 0 ? args[0] : "embedded";
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 7;
        int rows = args.length > 2 ? Integer.parseInt(args[2]) : 100_000;
        Load.sayMachine();
        FeedProgram program = new FeedProgram(engine, rounds, rows);
        program.measure(1);
        program.measure(6);
    }

    private void measure(int targets) throws SQLException {
        try (StorePlace ours = StorePlace.of(engine);
                StorePlace floor = StorePlace.of(engine)) {
            FeedLoad load = new FeedLoad(FEEDS, targets);
            try (Store store = floor.open(InstantSource.system())) {
                FeedLoad.subscribe(load.feeds(), store);
            }
            Appending appending = new Appending();
            try (Store store = ours.open(appending)) {
                FeedLoad.subscribe(load.feeds(), store);
                double posts = compare(load, appending, store, floor);
                pace(load, posts / 2, store);
            }
            String cooled = ours.cool();
            try (Store store = ours.open(InstantSource.system())) {
                read("cold, " + cooled, store.feeds()::read, load);
                read("warm", store.feeds()::read, load);
                Feeds feeds = new Feeds(store.feeds(), (kind, alert, owed) -> {}, 1 << 20, InstantSource.system());
                read("warm, through what consumers share", feeds::read, load);
            }
        }
    }

    /** Rounds of both; how many posts a second were appended to ours. */
    private double compare(FeedLoad load, Appending appending, Store store, StorePlace floor) throws SQLException {
        int posts = rows / (1 + load.targets());
        List<Double> ours = new ArrayList<>();
        List<Double> raws = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        List<Double> ourMicros = new ArrayList<>();
        List<Double> rawMicros = new ArrayList<>();
        double group = 0;
        try (Connection connection = floor.raw();
                RawStore raw = new RawStore(connection)) {
            sayDurable(connection);
            // The first round of each is for the compiler.
            for (int round = 0; round <= rounds; round++) {
                long before = appending.groups();
                List<List<FeedChange>> appends = load.appends(posts, Appending.EACH);
                System.gc();
                long busyBefore = Appending.writerNanos();
                double our = posts * 1e9 / appending.append(appends, store);
                double busy = Appending.writerNanos() - busyBefore;
                group = (double) posts / (appending.groups() - before);
                List<RawStore.Row> rows = raw.rows(appends);
                long rawBusyBefore = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                double floors = posts * 1e9 / raw(rows, (int) Math.round(group), raw);
                double rawBusy = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - rawBusyBefore;
                if (round > 0) {
                    ours.add(our);
                    raws.add(floors);
                    ratios.add(our / floors);
                    ourMicros.add(busy / 1e3 / posts);
                    rawMicros.add(rawBusy / 1e3 / posts);
                }
            }
        }
        Load.say(
                "%s, posts to %d of %,d feeds each: %,.0f alerts/s (%s), raw %,.0f (%s); %.0f posts a transaction;"
                        + " median ratio %.2f (%s)",
                engine,
                load.targets(),
                FEEDS,
                median(ours) * load.targets(),
                list("%,.0f", ours, load.targets()),
                median(raws) * load.targets(),
                list("%,.0f", raws, load.targets()),
                group,
                median(ratios),
                list("%.2f", ratios, 1));
        Load.say(
                "processor time of the one thread that writes: %.1f µs a post, raw %.1f",
                median(ourMicros), median(rawMicros));
        return median(ours);
    }

    private static long raw(List<RawStore.Row> rows, int group, RawStore raw) throws SQLException {
        long start = System.nanoTime();
        for (int from = 0; from < rows.size(); from += group) {
            raw.write(
                    rows.subList(from, Math.min(rows.size(), from + group)),
                    Micros.of(InstantSource.system().instant()));
        }
        return System.nanoTime() - start;
    }

    private void pace(FeedLoad load, double posts, Store store) {
        long each = (long) (Appending.EACH * 1e9 / posts);
        int count = (int) (posts * PACED_SECONDS);
        List<List<FeedChange>> appends = load.appends(count, Appending.EACH);
        Appending.Latencies latencies = Appending.paced(appends, load.appends(PACED_SECONDS * 50, 1), each, store);
        Load.say(
                "at half of that, %,.0f posts/s, from when it was due: appends of %d posts: %s",
                posts, Appending.EACH, latencies.appends());
        Load.say("at half of that, appends of one post beside them: %s", latencies.posts());
    }

    private static void read(String what, Reading.Source source, FeedLoad load) {
        Reading.Read read = Reading.all(source, load.feeds());
        Load.say(
                "read by cursor, %s: %,d alerts, %,.0f alerts/s, %,.0f MB/s of bodies",
                what, read.alerts(), read.perSecond(), read.bytes() * 1e3 / read.nanos());
    }

    private void sayDurable(Connection connection) throws SQLException {
        if (engine.equals("postgres")) {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT current_setting('fsync'),"
                            + " current_setting('synchronous_commit'), current_setting('server_version')")) {
                boolean unused = row.next();
                Load.say(
                        "fsync %s, synchronous_commit %s, PostgreSQL %s",
                        row.getString(1), row.getString(2), row.getString(3));
            }
            connection.commit();
        }
    }

    static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static String list(String format, List<Double> values, int times) {
        return values.stream()
                .map(value -> String.format(Locale.ROOT, format, value * times))
                .collect(Collectors.joining(" "));
    }
}
