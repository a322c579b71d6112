package com.leadrouter.delivery;

import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.Violation;
import java.util.List;
import java.util.function.BiFunction;

/** A destination type whose courier does what the test says, also while it runs. */
final class LambdaCourier implements CourierType, Courier {

    private final String type;
    private final boolean ordered;
    private volatile BiFunction<Delivery, CallLog, CallOutcome> behaviour;
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
        return List.of();
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
