package com.leadrouter.faults;

import com.leadrouter.Required;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One row of the matrix: a fault, and what it may leave behind. Nothing lost and nothing stuck goes without saying. */
final class Row {

    /** Something of the machine, whether it is there, and what to say if not. */
    record Need(Required what, boolean isThere, String otherwise) {}

    private final String name;
    private final Fault fault;
    private boolean inShortForm;
    private boolean mayDouble;
    private int held;
    private int leastLate;
    private Duration partnersTake = Duration.ofMillis(100);
    private @Nullable Need need;
    private Consumer<Cluster> before = cluster -> {};
    private Consumer<Cluster> after = cluster -> {};

    private Row(String name, Fault fault) {
        this.name = name;
        this.fault = fault;
    }

    static Row of(String name, Fault fault) {
        return new Row(name, fault);
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

    /** Cannot be run without that. */
    Row needing(Required what, boolean isThere, String otherwise) {
        need = new Need(what, isThere, otherwise);
        return this;
    }

    /** What has to be done before the load begins, and undone once all is judged. */
    Row prepared(Consumer<Cluster> before, Consumer<Cluster> after) {
        this.before = before;
        this.after = after;
        return this;
    }

    void before(Cluster cluster) {
        before.accept(cluster);
    }

    void after(Cluster cluster) {
        after.accept(cluster);
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

    Optional<Need> need() {
        return Optional.ofNullable(need);
    }
}
