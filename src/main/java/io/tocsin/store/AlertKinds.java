package io.tocsin.store;

import io.tocsin.alert.Alert;

/** Kinds of alert as the store keeps them. The numbers are in files: they never change. */
final class AlertKinds {
    private static final int RAISED = 0;
    private static final int RETRACTED = 1;

    private AlertKinds() {}

    static int number(Alert.Kind kind) {
        return kind == Alert.Kind.RAISED ? RAISED : RETRACTED;
    }

    static Alert.Kind kind(int number) {
        if (number == RAISED) {
            return Alert.Kind.RAISED;
        }
        if (number == RETRACTED) {
            return Alert.Kind.RETRACTED;
        }
        throw new IllegalStateException("alert kind: " + number + " (expected: 0 or 1)");
    }
}
