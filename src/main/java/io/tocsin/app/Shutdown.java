package io.tocsin.app;

import java.util.concurrent.CountDownLatch;

/** How a process waits for its end. */
final class Shutdown {
    private Shutdown() {}

    /** Blocks until the process is told to stop (SIGTERM, Ctrl-C); by then {@code closing} is closed. */
    static void await(AutoCloseable... closing) {
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            closeAll(closing);
                            closed.countDown();
                        },
                        "shutdown"));
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeAll(AutoCloseable... closing) {
        for (AutoCloseable each : closing) {
            try {
                each.close();
            } catch (Exception e) {
                System.err.println("tocsin: " + each + " did not close: " + e);
            }
        }
    }
}
