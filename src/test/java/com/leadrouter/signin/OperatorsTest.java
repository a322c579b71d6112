package com.leadrouter.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.leadrouter.platform.CallingOperator;
import com.leadrouter.platform.InvalidSetting;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.bcrypt.BCrypt;

class OperatorsTest {

    private static final int SLOW = 8;
    private static final String PASSWORD = "correct horse – battery";

    @Test
    void anOperatorIsKnownByNameAndPasswordTogether() {
        Operators operators = operators(operator("ops", PASSWORD, 4), operator("ada", "other", 4));

        assertThat(operators.find("ops", PASSWORD)).map(CallingOperator::name).contains("ops");
        assertThat(operators.find("ada", "other")).map(CallingOperator::name).contains("ada");
        assertThat(operators.find("ada", PASSWORD)).isEmpty();
        assertThat(operators.find("ops", "other")).isEmpty();
        assertThat(operators.find("Ops", PASSWORD)).isEmpty();
        assertThat(operators.find("nobody", PASSWORD)).isEmpty();
        assertThat(operators.find("ops", "")).isEmpty();
        assertThat(operators.find("nobody", "nobody's password")).isEmpty();
    }

    @Test
    void twoWithTheSamePasswordAreTwo() {
        Operators operators = operators(operator("ops", PASSWORD, 4), operator("ada", PASSWORD, 4));

        assertThat(operators.find("ops", PASSWORD)).map(CallingOperator::name).contains("ops");
        assertThat(operators.find("ada", PASSWORD)).map(CallingOperator::name).contains("ada");
    }

    @Test
    void aPasswordIsHashedOnceAndNotWithEachRequest() {
        Operators operators = operators(operator("ops", PASSWORD, SLOW));
        Duration first =
                timeOf(() -> assertThat(operators.find("ops", PASSWORD)).isPresent());

        Duration thousand = timeOf(() -> IntStream.range(0, 1000)
                .forEach(i -> assertThat(operators.find("ops", PASSWORD)).isPresent()));

        assertThat(thousand).isLessThan(first.multipliedBy(100));
    }

    @Test
    void aNameThatNobodyHasTakesAsLongAsAWrongPassword() {
        Operators operators = operators(operator("ops", PASSWORD, SLOW));
        // Also once the right one is known: its being quick must not tell who has signed in here.
        assertThat(operators.find("ops", PASSWORD)).isPresent();

        Duration wrong =
                timeOf(() -> assertThat(operators.find("ops", "wrong1")).isEmpty());
        Duration nobody =
                timeOf(() -> assertThat(operators.find("nobody", "wrong2")).isEmpty());

        // The second one rests before, three times as long as the first one took.
        assertThat(wrong).isGreaterThan(Duration.ofMillis(3));
        assertThat(nobody).isGreaterThan(wrong.multipliedBy(2));
    }

    @Test
    void allHashesHaveOneCostForTheTimeWouldTellWhoIsOne() {
        assertThatThrownBy(() -> operators(operator("ops", PASSWORD, 4), operator("ada", PASSWORD, 5)))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("operators[1].password: must have the same bcrypt cost as operators[0].password");
    }

    @Test
    void aPasswordLongerThanBcryptLooksIsWrong() {
        Operators operators = operators(operator("ops", "k".repeat(72), 4));

        assertThat(operators.find("ops", "k".repeat(72))).isPresent();
        assertThat(operators.find("ops", "k".repeat(73))).isEmpty();
    }

    @Test
    void withoutOperatorsNobodyIsLetInAndNothingIsHashed() {
        Operators nobody = operators();

        assertThat(timeOf(() -> IntStream.range(0, 1000)
                        .forEach(
                                i -> assertThat(nobody.find("ops", "wrong" + i)).isEmpty())))
                .isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void nothingOfItsSecretsIsShown() {
        OperatorSettings.Operator settings = operator("ops", PASSWORD, 4);

        assertThat(settings.toString()).doesNotContain("$2a$").contains("ops");
        assertThat(operators(settings).toString()).isEqualTo("Operators[…]");
    }

    private static Operators operators(OperatorSettings.Operator... operators) {
        return new Operators(new OperatorSettings(List.of(operators), List.of()));
    }

    private static OperatorSettings.Operator operator(String name, String password, int cost) {
        return new OperatorSettings.Operator(
                name, "{bcrypt}" + BCrypt.hashpw(password, BCrypt.gensalt(cost)), OperatorRole.VIEWER);
    }

    private static Duration timeOf(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
