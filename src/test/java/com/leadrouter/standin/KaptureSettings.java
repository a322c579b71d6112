package com.leadrouter.standin;

import java.util.HashMap;
import java.util.Map;

/**
 * How the stand-in for Kapture is set up.
 *
 * @param port 0 for any that is free
 * @param authKey what follows {@code Basic} in every call
 * @param ownKeys keys of calls that have one of their own, by operation
 */
public record KaptureSettings(
        int port, String addPath, String updatePath, String getPath, String authKey, Map<String, String> ownKeys) {

    public KaptureSettings {
        ownKeys = Map.copyOf(ownKeys);
    }

    public static KaptureSettings defaults() {
        String addUpdate = "/add-update-enquiry";
        return new KaptureSettings(
                0, addUpdate, addUpdate, "/search-customer-by-customer-id.html", "a2FwZGVtbzprYXAxMjM=", Map.of());
    }

    public KaptureSettings withPort(int other) {
        return new KaptureSettings(other, addPath, updatePath, getPath, authKey, ownKeys);
    }

    public KaptureSettings withPaths(String add, String update, String get) {
        return new KaptureSettings(port, add, update, get, authKey, ownKeys);
    }

    public KaptureSettings withAuthKey(String other) {
        return new KaptureSettings(port, addPath, updatePath, getPath, other, ownKeys);
    }

    public KaptureSettings withAuthKey(String operation, String own) {
        Map<String, String> more = new HashMap<>(ownKeys);
        more.put(operation, own);
        return new KaptureSettings(port, addPath, updatePath, getPath, authKey, more);
    }

    String authKeyOf(String operation) {
        return ownKeys.getOrDefault(operation, authKey);
    }
}
