package com.leadrouter.faults;

import com.leadrouter.Required;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One row of the matrix: a fault, and what it may leave behind. Nothing lost and nothing stuck goes without saying. */
final class Row {

    /** Something of the machine, whether it is there, and what to say if not. */
    record Need(Required what, boolean isThere, String otherwise) {}

    /** What is done without a load. */
    @FunctionalInterface
    interface Preparation {
        void prepare(Cluster cluster) throws Exception;
    }

    private final String name;
    private final Fault fault;
    private boolean inShortForm;
    private boolean mayDouble;
    private int held;
    private int leastLate;
    private Duration partnersTake = Duration.ofMillis(100);
    private Duration clientsWait = Load.PATIENCE;
    private @Nullable Need need;
    private Preparation before = cluster -> {};
    private Preparation after = cluster -> {};

    private Row(String name, Fault fault) {
        this.name = name;
        this.fault = fault;
    }

    static Row of(String name, Fault fault) {
        return new Row(name, fault);
    }

    /** What any load is to be judged by: on a machine that has much else to do an answer may be lost. */
    static Row ordinary() {
        return of("any load", (cluster, load) -> "").doubling();
    }

    /** Run in every build, too. */
    Row always() {
        inShortForm = true;
        return this;
    }

    /** A process dies, an answer is lost or a worker is cut off, so that something may arrive twice. */
    Row doubling() {
        mayDouble = true;
        return this;
    }

    /** So many deliveries end waiting for a person. */
    Row holding(int deliveries) {
        held = deliveries;
        return this;
    }

    /** At least so many results come after their lease was lost. */
    Row late(int atLeast) {
        leastLate = atLeast;
        return this;
    }

    /** How long each answer of the destinations takes. */
    Row withPartnersTaking(Duration time) {
        partnersTake = time;
        return this;
    }

    /** How long clients wait for an answer, where those of the service take longer than most would wait. */
    Row withClientsWaiting(Duration time) {
        clientsWait = time;
        return this;
    }

    /** Cannot be run without that. */
    Row needing(Required what, boolean isThere, String otherwise) {
        need = new Need(what, isThere, otherwise);
        return this;
    }

    /** What has to be done before the load begins, and undone once all is judged. */
    Row prepared(Preparation before, Preparation after) {
        this.before = before;
        this.after = after;
        return this;
    }

    void before(Cluster cluster) throws Exception {
        before.prepare(cluster);
    }

    void after(Cluster cluster) throws Exception {
        after.prepare(cluster);
    }

    String name() {
        return name;
    }

    Fault fault() {
        return fault;
    }

    boolean isIn(Form form) {
        return form == Form.LONG || inShortForm;
    }

    boolean mayDouble() {
        return mayDouble;
    }

    int held() {
        return held;
    }

    int leastLate() {
        return leastLate;
    }

    Duration partnersTake() {
        return partnersTake;
    }

    Duration clientsWait() {
        return clientsWait;
    }

    Optional<Need> need() {
        return Optional.ofNullable(need);
    }
}
