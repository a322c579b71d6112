package com.leadrouter.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import com.leadrouter.Required;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Chromium without a window, and what a person does with it. */
public final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Dimension DESKTOP = new Dimension(1280, 900);
    private static final Dimension PHONE = new Dimension(390, 844);
    private static final Dimension SMALLEST_PHONE = new Dimension(360, 740);

    /** With {@code -Dlead-router.screenshots=true} the pictures of the documentation are taken anew. */
    private static final boolean TAKES_PICTURES = Boolean.getBoolean("lead-router.screenshots");

    private static final Path PICTURES = Path.of("docs", "images");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Skips the test that asks where there is no browser. */
    public static Browser start() {
        Optional<File> chromium = onPath("chromium", "chromium-browser", "google-chrome");
        Optional<File> chromeDriver = onPath("chromedriver");
        Required.BROWSER.orSkip(
                chromium.isPresent() && chromeDriver.isPresent(),
                "there is no chromium with chromedriver on this machine");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.orElseThrow());
        options.addArguments(
                "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--lang=en-GB", "--hide-scrollbars");
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromeDriver.orElseThrow())
                .usingAnyFreePort()
                .build();
        Browser browser = new Browser(new ChromeDriver(service, options));
        browser.driver.manage().window().setSize(DESKTOP);
        return browser;
    }

    private static Optional<File> onPath(String... names) {
        return Stream.of(names)
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(directory -> new File(directory, name)))
                .filter(File::canExecute)
                .findFirst();
    }

    Browser open(URI address) {
        driver.get(address.toString());
        return this;
    }

    Browser type(String name, String text) {
        WebElement field = named(name);
        field.clear();
        field.sendKeys(text);
        return this;
    }

    void typeInto(String selector, String text) {
        WebElement field = find(selector);
        field.clear();
        field.sendKeys(text);
    }

    /** Whatever has the focus gets them. */
    void keys(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** The same, in the place of what is in the field. */
    void keysInstead(String text) {
        new Actions(driver)
                .keyDown(Keys.CONTROL)
                .sendKeys("a")
                .keyUp(Keys.CONTROL)
                .sendKeys(text)
                .perform();
    }

    /** As for somebody who likes it dark, or light. */
    void like(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** No cookies any more of the page that is open. */
    void forgetWhoIAm() {
        driver.manage().deleteAllCookies();
    }

    /** On the keyboard, wherever the focus is. */
    Browser press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
        return this;
    }

    Browser choose(String name, String option) {
        new Select(named(name)).selectByVisibleText(option);
        return this;
    }

    Browser tick(String name) {
        driver.findElement(By.cssSelector("input[type=checkbox][name='" + name + "']"))
                .click();
        return this;
    }

    Browser submit() {
        submitButton().click();
        return this;
    }

    Browser submitWithADoubleClick() {
        new Actions(driver).doubleClick(submitButton()).perform();
        return this;
    }

    /** As an old browser does, or a page that leaves the checking to others. */
    Browser submitUnchecked() {
        script("document.forms[0].noValidate = true");
        return submit();
    }

    Browser back() {
        driver.navigate().back();
        return this;
    }

    Browser reload() {
        driver.navigate().refresh();
        return this;
    }

    String valueOf(String name) {
        return named(name).getDomProperty("value");
    }

    String address() {
        return driver.getCurrentUrl();
    }

    String title() {
        return driver.getTitle();
    }

    String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    void awaitTitle(String title) {
        await(page -> title.equals(page.getTitle()), "a page with the title " + title);
    }

    void awaitText(String text) {
        await(page -> text().contains(text), "the text " + text);
    }

    void awaitPath(String path) {
        await(page -> URI.create(page.getCurrentUrl()).getPath().equals(path), "the page " + path);
    }

    private void await(Predicate<WebDriver> condition, String what) {
        new WebDriverWait(driver, PATIENCE, Duration.ofMillis(50))
                .withMessage(() -> what + ", but there is: " + title() + ": " + text())
                .until(condition::test);
    }

    Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** A script that calls {@code done} once it knows. */
    Object scriptThatTakesItsTime(String script, Object... arguments) {
        driver.manage().timeouts().scriptTimeout(PATIENCE);
        return ((JavascriptExecutor) driver)
                .executeAsyncScript("const done = arguments[arguments.length - 1];" + script, arguments);
    }

    /** What the browser had to say of the page in its console: faults of scripts, and what a policy has stopped. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Without faults that a person who sees, hears or moves otherwise would stumble over (WCAG 2.2, levels A and AA). */
    void assertIsAccessible() {
        assertThat(new AxeBuilder().analyze(driver).getViolations().stream().map(Browser::described))
                .as(address())
                .isEmpty();
    }

    /** The same as far as colours go. */
    void assertIsLegible() {
        assertThat(new AxeBuilder()
                        .withRules(List.of("color-contrast")).analyze(driver).getViolations().stream()
                                .map(Browser::described))
                .as(address())
                .isEmpty();
    }

    /** No wider than the window: nobody has to scroll sideways, not on the smallest phone either. */
    void assertFitsAPhone() {
        onPhone(SMALLEST_PHONE);
        assertThat(script("return document.documentElement.scrollWidth"))
                .as(address())
                .isEqualTo((long) SMALLEST_PHONE.width);
        driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }

    private void onPhone(Dimension size) {
        // A window cannot be as narrow as a phone.
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", size.width, "height", size.height, "deviceScaleFactor", 1, "mobile", true));
    }

    private static String described(Rule rule) {
        return rule.getId() + ": " + rule.getHelp() + " "
                + rule.getNodes().stream().map(node -> node.getHtml()).toList();
    }

    /** Of the page as it is, on a desk and on a phone, where pictures are wanted. */
    void picture(String name) {
        if (TAKES_PICTURES) {
            picture(name, DESKTOP, true);
            picture(name + "-phone", PHONE, true);
            driver.manage().window().setSize(DESKTOP);
        }
    }

    /** Of what is to be seen of it without scrolling, by light and by dark. */
    void pictures(String name) {
        if (TAKES_PICTURES) {
            for (String scheme : List.of("light", "dark")) {
                like(scheme);
                String shown = scheme.equals("light") ? name : name + "-" + scheme;
                picture(shown, DESKTOP, false);
                picture(shown + "-phone", PHONE, false);
            }
            driver.manage().window().setSize(DESKTOP);
            like("light");
        }
    }

    static boolean takesPictures() {
        return TAKES_PICTURES;
    }

    private void picture(String name, Dimension size, boolean whole) {
        // A window cannot be as narrow as a phone.
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", size.width, "height", size.height, "deviceScaleFactor", 1, "mobile", size == PHONE));
        Object picture = driver.executeCdpCommand("Page.captureScreenshot", Map.of("captureBeyondViewport", whole))
                .get("data");
        driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        try {
            Files.createDirectories(PICTURES);
            byte[] png = Base64.getDecoder().decode(picture.toString());
            Files.write(PICTURES.resolve(name + ".png"), whole ? png : SmallPng.of(png));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private WebElement named(String name) {
        return find("[name='" + name + "']:not([type=hidden])");
    }

    private WebElement submitButton() {
        return find("button[type=submit]");
    }

    @Override
    public void close() {
        driver.quit();
    }
}
