package org.medsendx.localstack.cli;

import java.io.Console;
import java.util.EnumMap;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.medsendx.localstack.follow.Tracker.Progress;
import org.medsendx.localstack.follow.Tracker.Stage;

/** Shows how far each stage is: bars on a terminal, else a line now and then. */
interface Display extends AutoCloseable {

    void show(Map<Stage, Progress> progress);

    @Override
    void close();

    /** Whether a person sits at a terminal. */
    static boolean interactive() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    static Display open() {
        return interactive() ? new Bars() : new Lines();
    }

    /** One bar a stage. */
    final class Bars implements Display {

        private final Map<Stage, ProgressBar> bars = new EnumMap<>(Stage.class);

        Bars() {
            for (var stage : Stage.values()) {
                bars.put(
                        stage,
                        new ProgressBarBuilder()
                                .setTaskName("%-13s".formatted(label(stage)))
                                .setInitialMax(1)
                                .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                                .setUpdateIntervalMillis(250)
                                .hideEta()
                                .build());
            }
        }

        @Override
        public void show(Map<Stage, Progress> progress) {
            progress.forEach((stage, p) -> {
                var bar = bars.get(stage);
                if (bar != null) {
                    bar.maxHint(Math.max(1, p.of()));
                    bar.stepTo(p.done());
                }
            });
        }

        @Override
        public void close() {
            bars.values().forEach(ProgressBar::close);
        }
    }

    /** A line when something has changed, at most every two seconds. */
    final class Lines implements Display {

        private static final long INTERVAL = 2_000_000_000L;

        private String last = "";
        private long shownAt = System.nanoTime() - INTERVAL;

        @Override
        public void show(Map<Stage, Progress> progress) {
            if (System.nanoTime() - shownAt >= INTERVAL) {
                print(progress);
            }
            pending = progress;
        }

        private Map<Stage, Progress> pending = Map.of();

        private void print(Map<Stage, Progress> progress) {
            var line = new StringBuilder("  ");
            progress.forEach((stage, p) ->
                    line.append(label(stage))
                            .append(' ')
                            .append(p.done())
                            .append('/')
                            .append(p.of())
                            .append("  "));
            if (!line.toString().equals(last)) {
                last = line.toString();
                shownAt = System.nanoTime();
                System.out.println(last.stripTrailing());
            }
        }

        @Override
        public void close() {
            print(pending);
        }
    }

    private static String label(Stage stage) {
        return stage == Stage.deidentified ? "de-identified" : stage.name();
    }
}
