package org.medsendx.benchmarks.fleet;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.medsendx.benchmarks.fleet.Plan.Life;
import org.medsendx.benchmarks.fleet.Plan.Trade;
import org.medsendx.contracts.deidentified.ScanFeatures;

/**
 * A fleet of trucks, day by day. The same plan and seed give the same records. Every scanner has a
 * source of chance of its own, so that a fault of one changes no draw of another.
 *
 * <p>It was written beside the miner and not after it: nothing here knows how the miner models
 * weeks, patients or strata.
 */
final class FleetSimulator {

    private static final String[] KEY_IDS = {"0123456789abcdef", "fedcba9876543210"};

    private final Plan plan;
    private final SplittableRandom random;
    private final ExamMaker maker = new ExamMaker();
    private final List<Device> devices = new ArrayList<>();
    private final List<SplittableRandom> chances = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();
    private final Map<Integer, List<Sent>> waiting = new TreeMap<>();
    private final Map<Integer, Integer> linkBackOn = new HashMap<>();
    private final List<Sent> kept = new ArrayList<>();
    private final double[] firstKind;
    private final int eventDay;
    private int day;

    FleetSimulator(Plan plan, long seed) {
        this.plan = plan;
        this.random = new SplittableRandom(seed);
        this.eventDay = eventDay(plan);
        firstKind = new double[plan.scanners()];
        for (int i = 0; i < plan.scanners(); i++) {
            var chance = random.split();
            devices.add(new Device(i, modality(i), plan, chance));
            firstKind[i] = 0.3 + 0.4 * chance.nextDouble();
            chances.add(chance);
        }
    }

    private String modality(int scanner) {
        return switch (plan.trade()) {
            case CT_ONE, CT_MANY -> "CT";
            case MAMMOGRAPHY -> "MG";
            case MIXED ->
                    switch (scanner % 10) {
                        case 0, 1, 3, 5, 7, 9 -> "MG";
                        case 8 -> "DX";
                        default -> "CT";
                    };
        };
    }

    Plan plan() {
        return plan;
    }

    List<Device> devices() {
        return devices;
    }

    /** The day that {@link #next()} will tell of, from 0. */
    int day() {
        return day;
    }

    /** What people told since the last call. */
    List<Note> notes() {
        var told = List.copyOf(notes);
        notes.clear();
        return told;
    }

    /** The day on which the things of {@link Life} happen that happen once. */
    static int eventDay(Plan plan) {
        return plan.days() * 55 / 100;
    }

    /** What reaches the cloud on the next day, in the order in which it arrives. */
    List<Sent> next() {
        if (day >= plan.days()) {
            throw new IllegalStateException("the plan is at its end");
        }
        var arriving = new ArrayList<Sent>();
        var held = waiting.remove(day);
        if (held != null) {
            arriving.addAll(held);
        }
        for (var device : devices) {
            scanner(device, arriving);
        }
        if (has(Life.REPEATED) && day == eventDay) {
            arriving.addAll(kept);
        }
        day++;
        return arriving;
    }

    private boolean has(Life life) {
        return plan.life().contains(life);
    }

    private void scanner(Device device, List<Sent> arriving) {
        var chance = chances.get(device.number);
        int number = device.number;
        if (has(Life.SERVICED) && number == plan.scanners() - 1 && day == eventDay) {
            device.draw(plan.spread().device(), chance);
            notes.add(new Note(number, day, Note.Kind.RETURN_TO_SERVICE));
        }
        if (!working(device, chance)) {
            return;
        }
        boolean newKey = has(Life.NEW_KEY) && number == 0;
        int exams = Chance.uneven(plan.examsPerDay(), chance);
        for (int i = 0; i < exams; i++) {
            var exam = maker.make(order(device, newKey && day >= eventDay, chance), chance);
            var sent = new ArrayList<Sent>();
            for (var scan : exam.scans()) {
                sent.add(
                        new Sent(
                                misdated(scan, chance),
                                number,
                                sent.isEmpty() ? exam.truth() : null));
            }
            arrive(device, sent, arriving, chance);
            if (number == 0 && (has(Life.REPEATED) || (newKey && day >= eventDay - 3))) {
                kept.addAll(sent.stream().map(s -> new Sent(s.scan(), number, null)).toList());
            }
        }
        if (newKey && day == eventDay) {
            kept.forEach(s -> arriving.add(new Sent(underNewKey(s.scan(), chance), number, null)));
            kept.clear();
        }
    }

    private boolean working(Device device, SplittableRandom chance) {
        int number = device.number;
        boolean sunday = day % 7 >= 5;
        boolean onTheRoad = chance.nextDouble() < (sunday ? 0.9 : 0.08);
        boolean notYet = has(Life.LATE_START) && number % 3 == 1 && day < eventDay;
        boolean noMore = has(Life.SILENT) && number == plan.scanners() / 2 && day >= eventDay;
        return !onTheRoad && !notYet && !noMore;
    }

    private ExamMaker.Order order(Device device, boolean newKey, SplittableRandom chance) {
        var kind = kind(device, chance);
        int renamedOn = eventDay + device.number % 7;
        var naming =
                has(Life.NEW_PROTOCOL) && day >= eventDay && chance.nextDouble() < 0.3
                        ? ExamMaker.Naming.NEW
                        : has(Life.RENAMED) && day >= renamedOn
                                ? ExamMaker.Naming.RENAMED
                                : ExamMaker.Naming.SHIPPED;
        double season = has(Life.OTHER_PEOPLE) ? 0.25 * Math.sin(2 * Math.PI * day / 180) : 0;
        return new ExamMaker.Order(
                device,
                day,
                plan.date(day),
                kind,
                images(kind, chance),
                condition(device),
                naming,
                device.people(day) + season,
                KEY_IDS[newKey ? 1 : 0]);
    }

    private ExamKind kind(Device device, SplittableRandom chance) {
        return switch (device.modality) {
            case "MG" -> ExamKind.BREAST;
            case "DX" -> ExamKind.THORAX;
            default -> {
                double first = firstKind[device.number];
                double place = chance.nextDouble();
                yield place < first
                        ? ExamKind.CHEST
                        : place < first + 0.6 * (1 - first) ? ExamKind.ABDOMEN : ExamKind.HEAD;
            }
        };
    }

    private int images(ExamKind kind, SplittableRandom chance) {
        double place = chance.nextDouble();
        return switch (kind.modality()) {
            case "MG" -> place < 0.05 ? 2 : place < 0.1 ? 5 : 4;
            case "DX" -> place < 0.5 ? 1 : 2;
            default -> plan.trade() == Trade.CT_ONE ? 1 : 1 + (int) (40 * place);
        };
    }

    /** What is wrong with a scanner today. */
    Condition condition(Device device) {
        var condition = Condition.GOOD;
        for (var fault : plan.faults()) {
            if (fault.scanner() == device.number) {
                condition = condition.and(fault.on(day, device.slices()));
            }
        }
        if (has(Life.SOFTWARE) && device.make == 0 && day >= eventDay) {
            condition = condition.and(new Condition(1.02, 0, 1, 0.93, 0, 0, 1, 0));
        }
        return condition;
    }

    private void arrive(
            Device device, List<Sent> sent, List<Sent> arriving, SplittableRandom chance) {
        if (!has(Life.LATE)) {
            arriving.addAll(sent);
            return;
        }
        int back = linkBackOn.getOrDefault(device.number, 0);
        if (back <= day && chance.nextDouble() < 0.004) {
            back = day + 1 + (int) (9 * chance.nextDouble());
            linkBackOn.put(device.number, back);
        }
        if (back > day) {
            waiting.computeIfAbsent(back, _ -> new ArrayList<>()).addAll(sent);
        } else {
            arriving.addAll(sent);
        }
    }

    private ScanFeatures misdated(ScanFeatures scan, SplittableRandom chance) {
        if (!has(Life.MISDATED) || chance.nextDouble() >= 0.002) {
            return scan;
        }
        double which = chance.nextDouble();
        var wrong =
                which < 0.4
                        ? LocalDate.of(2099, 1, 1)
                        : which < 0.7
                                ? LocalDate.of(1999, 1, 1)
                                : scan.acquisitionDay().plusYears(which < 0.85 ? 1 : -1);
        return new ScanFeatures(
                scan.featureId(),
                scan.truck(),
                scan.scanner(),
                wrong,
                scan.stratum(),
                scan.features(),
                scan.examKey(),
                scan.examKeyId());
    }

    private static ScanFeatures underNewKey(ScanFeatures scan, SplittableRandom chance) {
        // images of one exam stay together under the new key, as with a real one
        var key = scan.examKey();
        var renamed = key == null ? null : new StringBuilder(key).reverse().toString();
        return new ScanFeatures(
                Chance.id(chance),
                scan.truck(),
                scan.scanner(),
                scan.acquisitionDay(),
                scan.stratum(),
                scan.features(),
                renamed,
                renamed == null ? null : KEY_IDS[1]);
    }
}
