package com.leadrouter.faults;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a row came to.
 *
 * @param lost 202s that are not stored exactly once, and deliveries on record that never arrived
 * @param doubledCap, doubledKapture arrivals beyond the first of a lead
 * @param unexplained of these, those without a dead process, a lost answer or a late worker behind them
 */
record Verdict(
        int leads,
        long lost,
        long stuck,
        long held,
        long conservation,
        long doubledCap,
        long doubledKapture,
        long customersTwice,
        long unexplained,
        long overlaps,
        long violations,
        long late,
        String notes) {

    void assertAsPromised(Row row) {
        assertThat(lost).as("lost").isZero();
        assertThat(stuck).as("stuck").isZero();
        assertThat(held).as("held").isEqualTo(row.held());
        assertThat(conservation).as("conservation").isZero();
        assertThat(customersTwice).as("customers twice at Kapture").isZero();
        assertThat(unexplained).as("doubled for no reason").isZero();
        assertThat(overlaps).as("two in flight for one person").isZero();
        assertThat(violations).as("violations of the contracts").isZero();
        assertThat(late).as("late").isGreaterThanOrEqualTo(row.leastLate());
        if (!row.mayDouble()) {
            assertThat(doubledCap).as("doubled at CAP").isZero();
            assertThat(doubledKapture).as("doubled at Kapture").isZero();
        }
    }
}
