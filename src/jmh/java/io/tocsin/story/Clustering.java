package io.tocsin.story;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How well groups agree with events: normalized and adjusted mutual information, by the arithmetic mean (Vinh, Epps,
 * Bailey, JMLR 2010), and B-cubed precision and recall (Bagga, Baldwin 1998).
 */
record Clustering(int posts, int groups, double nmi, double ami, double precision, double recall) {
    double f() {
        return 2 * precision * recall / (precision + recall);
    }

    static Clustering of(List<Integer> groups, List<Integer> events) {
        Map<Long, Integer> cells = new HashMap<>();
        Map<Integer, Integer> rows = new HashMap<>();
        Map<Integer, Integer> columns = new HashMap<>();
        int n = groups.size();
        for (int i = 0; i < n; i++) {
            cells.merge(cell(groups.get(i), events.get(i)), 1, Integer::sum);
            rows.merge(groups.get(i), 1, Integer::sum);
            columns.merge(events.get(i), 1, Integer::sum);
        }
        double mutual = 0;
        double precision = 0;
        double recall = 0;
        for (Map.Entry<Long, Integer> cell : cells.entrySet()) {
            double count = cell.getValue();
            double row = rows.getOrDefault((int) (cell.getKey() >> 32), 0);
            double column = columns.getOrDefault(cell.getKey().intValue(), 0);
            mutual += count / n * Math.log(n * count / (row * column));
            precision += count / n * count / row;
            recall += count / n * count / column;
        }
        double mean = (entropy(rows, n) + entropy(columns, n)) / 2;
        double expected = expected(rows, columns, n);
        return new Clustering(
                n, rows.size(), mutual / mean, (mutual - expected) / (mean - expected), precision, recall);
    }

    private static long cell(int group, int event) {
        return ((long) group << 32) | (event & 0xFFFFFFFFL);
    }

    private static double entropy(Map<Integer, Integer> sizes, int n) {
        return sizes.values().stream()
                .mapToDouble(size -> -(double) size / n * Math.log((double) size / n))
                .sum();
    }

    /** The mutual information that groups and events of these sizes have by chance. Groups of one size count alike. */
    private static double expected(Map<Integer, Integer> rows, Map<Integer, Integer> columns, int n) {
        double[] logFactorials = new double[n + 1];
        for (int i = 1; i <= n; i++) {
            logFactorials[i] = logFactorials[i - 1] + Math.log(i);
        }
        Map<Integer, Integer> rowSizes = new HashMap<>();
        rows.values().forEach(size -> rowSizes.merge(size, 1, Integer::sum));
        double expected = 0;
        for (Map.Entry<Integer, Integer> row : rowSizes.entrySet()) {
            int a = row.getKey();
            for (int b : columns.values()) {
                double sum = 0;
                for (int both = Math.max(1, a + b - n); both <= Math.min(a, b); both++) {
                    double log = logFactorials[a]
                            + logFactorials[b]
                            + logFactorials[n - a]
                            + logFactorials[n - b]
                            - logFactorials[n]
                            - logFactorials[both]
                            - logFactorials[a - both]
                            - logFactorials[b - both]
                            - logFactorials[n - a - b + both];
                    sum += (double) both / n * Math.log((double) n * both / ((double) a * b)) * Math.exp(log);
                }
                expected += row.getValue() * sum;
            }
        }
        return expected;
    }
}
