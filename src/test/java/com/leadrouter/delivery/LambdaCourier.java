package com.leadrouter.delivery;

import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.Violation;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A destination type whose courier does what the test says, also while it runs. */
final class LambdaCourier implements CourierType, Courier {

    private final String type;
    private final boolean ordered;
    private volatile BiFunction<Delivery, CallLog, CallOutcome> behaviour;
    private volatile Function<Lead, List<Violation>> refuses = lead -> List.of();
    private volatile int capacity = Integer.MAX_VALUE;

    LambdaCourier(boolean ordered, BiFunction<Delivery, CallLog, CallOutcome> behaviour) {
        this("lambda", ordered, behaviour);
    }

    LambdaCourier(String type, boolean ordered, BiFunction<Delivery, CallLog, CallOutcome> behaviour) {
        this.type = type;
        this.ordered = ordered;
        this.behaviour = behaviour;
    }

    void does(BiFunction<Delivery, CallLog, CallOutcome> newBehaviour) {
        behaviour = newBehaviour;
    }

    void refuses(Function<Lead, List<Violation>> preflight) {
        refuses = preflight;
    }

    void hasCapacity(int newCapacity) {
        capacity = newCapacity;
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public Courier open(DestinationName destination) {
        return this;
    }

    @Override
    public CallOutcome deliver(Delivery delivery, CallLog log) {
        return behaviour.apply(delivery, log);
    }

    @Override
    public List<Violation> preflight(Lead lead) {
        return refuses.apply(lead);
    }

    @Override
    public Preview preview(Delivery delivery) {
        return Preview.ofPostedJson("http://" + type, "X-Key", Map.of(), preflight(delivery.lead()));
    }

    @Override
    public boolean keepsOrderPerPerson() {
        return ordered;
    }

    @Override
    public int capacity() {
        return capacity;
    }
}
