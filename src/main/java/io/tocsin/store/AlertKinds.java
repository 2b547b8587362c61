package io.tocsin.store;

import io.tocsin.alert.Alert;

/** Kinds of alert as the store keeps them. The numbers are in files: they never change. */
final class AlertKinds {
    private static final int RAISED = 0;
    private static final int RETRACTED = 1;
    private static final int PAUSED = 2;
    private static final int CORRECTED = 3;

    private AlertKinds() {}

    static int number(Alert.Kind kind) {
        return switch (kind) {
            case RAISED -> RAISED;
            case RETRACTED -> RETRACTED;
            case PAUSED -> PAUSED;
            case CORRECTED -> CORRECTED;
        };
    }

    static Alert.Kind kind(int number) {
        return switch (number) {
            case RAISED -> Alert.Kind.RAISED;
            case RETRACTED -> Alert.Kind.RETRACTED;
            case PAUSED -> Alert.Kind.PAUSED;
            case CORRECTED -> Alert.Kind.CORRECTED;
            default -> throw new IllegalStateException("alert kind: " + number + " (expected: 0 to 3)");
        };
    }
}
