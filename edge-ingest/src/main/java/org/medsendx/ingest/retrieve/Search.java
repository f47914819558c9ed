package org.medsendx.ingest.retrieve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.ingest.matching.QueryKeys;
import org.medsendx.ingest.retrieve.HeldStudy.HeldSeries;

/** Finds what a query matches in the catalogue, and says of each what is answered. */
public final class Search {

    private final Catalogue catalogue;
    private final InstanceQuery query;
    private final String aeTitle;

    /**
     * @param aeTitle where what is found can be retrieved from
     */
    public Search(Catalogue catalogue, InstanceQuery query, String aeTitle) {
        this.catalogue = catalogue;
        this.query = query;
        this.aeTitle = aeTitle;
    }

    /**
     * Something that matches.
     *
     * @param series its series, at the levels of series and image; null above
     * @param object of one of its instances; at the level of images of that very one
     */
    public record Match(String study, @Nullable String series, UUID object) {

        /** Says that there is one, not whose. */
        @Override
        public String toString() {
            return "Match[" + object + "]";
        }
    }

    /**
     * What was found.
     *
     * @param more whether more match than were wanted
     * @param unsure whether studies are left out of the catalogue that may match
     */
    public record Found(List<Match> matches, boolean more, boolean unsure) {
        public Found {
            matches = List.copyOf(matches);
        }
    }

    /**
     * Searches.
     *
     * @param most how many are wanted
     */
    public Found find(int most) {
        var wanted = new Wanted(most);
        if (query.level() == Level.IMAGE) {
            images(wanted);
        } else {
            catalogue.with(all -> {
                search(all, wanted);
                return wanted;
            });
        }
        wanted.gone.forEach(catalogue::forgetGone);
        return new Found(wanted.matches, wanted.more, unsure());
    }

    private boolean unsure() {
        var named = query.level() == Level.PATIENT ? List.<String>of() : studiesNamed();
        return named.isEmpty()
                ? catalogue.leavesOut()
                : named.stream().anyMatch(catalogue::leftOut);
    }

    private List<String> studiesNamed() {
        return query.values(Tag.StudyInstanceUID);
    }

    /** What is found, up to a number. */
    private static final class Wanted {

        private final int most;
        private final List<Match> matches = new ArrayList<>();
        private final Set<String> gone = new LinkedHashSet<>();
        private boolean more;

        Wanted(int most) {
            this.most = most;
        }

        void add(Match match) {
            more |= matches.size() == most;
            if (!more) {
                matches.add(match);
            }
        }
    }

    private Collection<String> candidates(Map<String, HeldStudy> all) {
        var named = query.level() == Level.PATIENT ? List.<String>of() : studiesNamed();
        return named.isEmpty() ? all.keySet() : new LinkedHashSet<>(named);
    }

    private void search(Map<String, HeldStudy> all, Wanted wanted) {
        Set<String> patients = new HashSet<>();
        for (String uid : candidates(all)) {
            HeldStudy study = all.get(uid);
            if (study == null || wanted.more) {
                continue;
            }
            DataSet there = above(all, study, this::hasValue);
            Level down = query.level() == Level.PATIENT ? Level.PATIENT : Level.STUDY;
            if (!query.matches(there, down)) {
                continue;
            }
            UUID example = example(study);
            if (example == null) {
                wanted.gone.add(uid);
                continue;
            }
            switch (query.level()) {
                case PATIENT -> {
                    // Who has no id cannot be asked for by one.
                    String id = study.patientId();
                    if (!id.isEmpty() && patients.add(id)) {
                        wanted.add(new Match(uid, null, example));
                    }
                }
                case STUDY -> wanted.add(new Match(uid, null, example));
                case SERIES, IMAGE -> series(all, uid, study, wanted);
            }
        }
    }

    private void series(
            Map<String, HeldStudy> all, String studyUid, HeldStudy study, Wanted wanted) {
        study.series()
                .forEach((uid, series) -> {
                    UUID example = example(series);
                    if (example != null
                            && query.matches(
                                    down(all, study, series, this::hasValue), Level.SERIES)) {
                        wanted.add(new Match(studyUid, uid, example));
                    }
                });
    }

    /** The headers of images are read while others may search. */
    private void images(Wanted wanted) {
        Set<HeldObjects.Key> keys = new HashSet<>();
        query.values(Tag.SOPInstanceUID).forEach(uid -> keys.add(HeldObjects.Key.of(uid)));
        Predicate<HeldObjects.Key> asked = key -> keys.isEmpty() || keys.contains(key);
        var found = new Wanted(Integer.MAX_VALUE);
        List<Match> objects =
                catalogue.with(all -> {
                    search(all, found);
                    var list = new ArrayList<Match>();
                    for (Match series : found.matches) {
                        HeldSeries held = series(all, series);
                        if (held != null) {
                            held.objects()
                                    .each(asked, catalogue::holds)
                                    .forEach(id ->
                                            list.add(
                                                    new Match(
                                                            series.study(), series.series(), id)));
                        }
                    }
                    return list;
                });
        wanted.gone.addAll(found.gone);
        boolean narrows = query.narrows(Level.IMAGE);
        for (Match one : objects) {
            if (wanted.more) {
                return;
            }
            DataSet image = narrows ? there(one, this::hasValue) : null;
            if (!narrows || (image != null && query.matches(image))) {
                wanted.add(one);
            }
        }
    }

    private static @Nullable HeldSeries series(Map<String, HeldStudy> all, Match match) {
        HeldStudy study = all.get(match.study());
        return study == null || match.series() == null ? null : study.series().get(match.series());
    }

    private @Nullable UUID example(HeldStudy study) {
        for (HeldSeries series : study.series().values()) {
            UUID found = example(series);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable UUID example(HeldSeries series) {
        return series.objects().first(catalogue::holds);
    }

    private boolean hasValue(int tag) {
        return !query.values(tag).isEmpty();
    }

    /**
     * What is answered of a match, in the character set of the query where all letters have a place
     * in it, else in that of its file, else in UTF-8.
     *
     * @return null when it was deleted meanwhile
     */
    public @Nullable DataSet answer(Match match) {
        DataSet there = there(match, query::asks);
        if (there == null) {
            return null;
        }
        String[] asked = query.terms();
        String own =
                catalogue.with(all -> {
                    HeldStudy study = all.get(match.study());
                    return study == null ? "" : study.terms();
                });
        DataSet answer =
                QueryKeys.inTermsOf(
                        query.answer(there, aeTitle),
                        asked.length > 0 ? asked : own.split("\\\\", -1));
        Element set = answer.get(Tag.SpecificCharacterSet);
        if (set != null && set.isEmpty()) {
            answer.remove(Tag.SpecificCharacterSet);
        }
        return answer;
    }

    private @Nullable DataSet there(Match match, IntPredicate needed) {
        DataSet there =
                catalogue.with(all -> {
                    HeldStudy study = all.get(match.study());
                    HeldSeries series = series(all, match);
                    if (study == null || (match.series() != null && series == null)) {
                        return null;
                    }
                    return series == null
                            ? above(all, study, needed)
                            : down(all, study, series, needed);
                });
        if (there != null && query.level() == Level.IMAGE) {
            Header header;
            try {
                header = Header.of(catalogue.path(match.object()));
            } catch (IOException e) {
                return null;
            }
            if (header == null) {
                return null;
            }
            header.image().forEach(there::put);
        }
        return there;
    }

    /** Attributes of patient and study, those that are counted where they are needed. */
    private DataSet above(Map<String, HeldStudy> all, HeldStudy study, IntPredicate needed) {
        DataSet there = study.attributes();
        var series = study.series().values();
        if (needed.test(Tag.ModalitiesInStudy)) {
            put(
                    there,
                    Tag.ModalitiesInStudy,
                    series.stream()
                            .flatMap(one -> one.attributes().strings(Tag.Modality).stream()));
        }
        if (needed.test(Tag.SOPClassesInStudy)) {
            put(
                    there,
                    Tag.SOPClassesInStudy,
                    series.stream().flatMap(one -> one.classes().stream()));
        }
        count(there, Tag.NumberOfStudyRelatedSeries, needed, List.of(study), this::present);
        count(there, Tag.NumberOfStudyRelatedInstances, needed, List.of(study), this::instances);
        if (needed.test(Tag.NumberOfPatientRelatedStudies)
                || needed.test(Tag.NumberOfPatientRelatedSeries)
                || needed.test(Tag.NumberOfPatientRelatedInstances)) {
            String id = study.patientId();
            var theirs = all.values().stream().filter(one -> one.patientId().equals(id)).toList();
            count(
                    there,
                    Tag.NumberOfPatientRelatedStudies,
                    needed,
                    theirs,
                    one -> example(one) == null ? 0 : 1);
            count(there, Tag.NumberOfPatientRelatedSeries, needed, theirs, this::present);
            count(there, Tag.NumberOfPatientRelatedInstances, needed, theirs, this::instances);
        }
        return there;
    }

    private DataSet down(
            Map<String, HeldStudy> all, HeldStudy study, HeldSeries series, IntPredicate needed) {
        DataSet there = above(all, study, needed);
        series.attributes().forEach(there::put);
        if (needed.test(Tag.NumberOfSeriesRelatedInstances)) {
            there.putInt(Tag.NumberOfSeriesRelatedInstances, VR.IS, instances(series));
        }
        return there;
    }

    private static void put(DataSet into, int tag, Stream<String> values) {
        VR vr = tag == Tag.ModalitiesInStudy ? VR.CS : VR.UI;
        into.putString(tag, vr, values.distinct().sorted().toArray(String[]::new));
    }

    private static void count(
            DataSet into,
            int tag,
            IntPredicate needed,
            List<HeldStudy> studies,
            ToIntFunction<HeldStudy> of) {
        if (needed.test(tag)) {
            into.putInt(tag, VR.IS, studies.stream().mapToInt(of).sum());
        }
    }

    private int present(HeldStudy study) {
        return (int) study.series().values().stream().filter(one -> example(one) != null).count();
    }

    private int instances(HeldStudy study) {
        return study.series().values().stream().mapToInt(this::instances).sum();
    }

    private int instances(HeldSeries series) {
        return series.objects().each(_ -> true, catalogue::holds).size();
    }
}
