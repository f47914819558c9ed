package org.medsendx.picture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/**
 * A small font of lines and arcs, drawn for this project: printable ASCII and a few signs that
 * charts need.
 *
 * <p>Each glyph is a width and strokes, in units of a tenth of the font size, y upwards from the
 * base line; capitals are 7 high, small letters 5, descenders go to -2. Strokes are parted by
 * {@code ;}, and are points {@code x,y} and elliptic arcs {@code @cx,cy,rx,ry,from,to} in degrees,
 * counter-clockwise when {@code to} is greater.
 */
final class StrokeFont {

    /** Glyph coordinates are divided by this and multiplied by the font size. */
    static final double UNITS_PER_SIZE = 10;

    private static final double SPACING = 1.8;
    private static final int DEGREES_PER_STEP = 15;

    private static final String TABLE =
            """
            A 5 0,0 2.5,7 5,0;0.9,2.4 4.1,2.4
            B 4.4 0,0 0,7 2.4,7 @2.4,5.3,1.7,1.7,90,-90 0,3.6;2.4,3.6 @2.5,1.8,1.9,1.8,90,-90 0,0
            C 4.6 @2.7,3.5,2.7,3.5,48,312
            D 4.9 0,0 0,7 1.9,7 @1.9,3.5,3,3.5,90,-90 0,0
            E 3.9 3.9,0 0,0 0,7 3.9,7;0,3.6 3.3,3.6
            F 3.7 0,0 0,7 3.7,7;0,3.6 3.1,3.6
            G 5.3 @2.7,3.5,2.7,3.5,48,340 5.2,3.4 3.2,3.4
            H 4.8 0,0 0,7;4.8,0 4.8,7;0,3.6 4.8,3.6
            I 0.4 0.2,0 0.2,7
            J 3.2 3.2,7 3.2,1.8 @1.6,1.8,1.6,1.8,0,-180
            K 4.4 0,0 0,7;4.2,7 0,2.6;1.5,4.2 4.4,0
            L 3.6 0,7 0,0 3.6,0
            M 5.6 0,0 0,7 2.8,2 5.6,7 5.6,0
            N 4.8 0,0 0,7 4.8,0 4.8,7
            O 5.4 @2.7,3.5,2.7,3.5,0,360
            P 4.2 0,0 0,7 2.3,7 @2.3,5.1,1.9,1.9,90,-90 0,3.2
            Q 5.4 @2.7,3.5,2.7,3.5,0,360;3.2,1.8 5.3,-0.6
            R 4.4 0,0 0,7 2.3,7 @2.3,5.1,1.9,1.9,90,-90 0,3.2;2.2,3.2 4.4,0
            S 4.2 @2.1,5.25,1.9,1.75,35,270 @2.1,1.75,2.1,1.75,90,-145
            T 4.6 0,7 4.6,7;2.3,7 2.3,0
            U 4.8 0,7 0,2.4 @2.4,2.4,2.4,2.4,180,360 4.8,7
            V 5 0,7 2.5,0 5,7
            W 7 0,7 1.7,0 3.5,6 5.3,0 7,7
            X 4.6 0,7 4.6,0;4.6,7 0,0
            Y 4.8 0,7 2.4,3.4 4.8,7;2.4,3.4 2.4,0
            Z 4.4 0,7 4.4,7 0,0 4.4,0
            a 3.8 @1.9,2.5,1.9,2.5,0,360;3.8,5 3.8,0
            b 3.8 0,7 0,0;@1.9,2.5,1.9,2.5,0,360
            c 3.4 @2,2.5,2,2.5,50,310
            d 3.8 @1.9,2.5,1.9,2.5,0,360;3.8,7 3.8,0
            e 3.8 0,2.5 @1.9,2.5,1.9,2.5,0,315
            f 2.3 0.9,0 0.9,5.5 @2.2,5.5,1.3,1.5,180,80;0,4.8 2.2,4.8
            g 3.8 @1.9,2.5,1.9,2.5,0,360;3.8,5 3.8,-0.4 @1.95,-0.4,1.85,1.7,0,-150
            h 3.5 0,7 0,0;0,3 @1.75,3.2,1.75,1.8,180,0 3.5,0
            i 0.4 0.2,5 0.2,0;0.2,6.8 0.2,6.9
            j 1.2 1,5 1,-1 @0,-1,1,1.1,0,-100;1,6.8 1,6.9
            k 3.4 0,7 0,0;3.2,5 0,1.9;1.2,3 3.4,0
            l 0.4 0.2,7 0.2,0
            m 5.8 0,5 0,0;0,3.4 @1.45,3.4,1.45,1.6,180,0 2.9,0;2.9,3.4 @4.35,3.4,1.45,1.6,180,0 5.8,0
            n 3.5 0,5 0,0;0,3.2 @1.75,3.2,1.75,1.8,180,0 3.5,0
            o 3.9 @1.95,2.5,1.95,2.5,0,360
            p 3.8 0,5 0,-2;@1.9,2.5,1.9,2.5,0,360
            q 3.8 @1.9,2.5,1.9,2.5,0,360;3.8,5 3.8,-2
            r 2.1 0,5 0,0;0,3 @1.7,3.2,1.7,1.8,180,75
            s 3.2 @1.6,3.75,1.45,1.25,35,270 @1.6,1.25,1.6,1.25,90,-145
            t 2.4 0.9,6.6 0.9,1.2 @2.1,1.2,1.2,1.2,180,285;0,4.8 2.3,4.8
            u 3.5 0,5 0,1.8 @1.75,1.8,1.75,1.8,180,360 3.5,5;3.5,1.8 3.5,0
            v 3.6 0,5 1.8,0 3.6,5
            w 5.4 0,5 1.3,0 2.7,4.4 4.1,0 5.4,5
            x 3.4 0,5 3.4,0;3.4,5 0,0
            y 3.6 0,5 1.8,0.2;3.6,5 1.1,-2 0.3,-2
            z 3.2 0,5 3.2,5 0,0 3.2,0
            0 4 @2,3.5,2,3.5,0,360
            1 4 0.7,5.7 2.3,7 2.3,0
            2 4 @2,5,1.9,2,165,-35 0,0 4,0
            3 4 @1.9,5.3,1.8,1.7,150,-90 @1.9,1.8,2.1,1.8,90,-150
            4 4.2 3.1,0 3.1,7 0,2.2 4.2,2.2
            5 4 3.6,7 0.5,7 0.3,3.7 @1.9,2.25,2.1,2.25,130,-150
            6 4 @2,2.2,2,2.2,0,360;@3.6,2.4,3.6,4.6,88,180
            7 4 0,7 4,7 1.4,0
            8 4 @2,5.3,1.75,1.7,0,360;@2,1.8,2,1.8,0,360
            9 4 @2,4.8,2,2.2,0,360;@0.4,4.6,3.6,4.6,-88,0
            . 0.4 0.2,0.1 0.2,0.2
            , 0.7 0.5,0.3 0.1,-1.1
            : 0.4 0.2,0.1 0.2,0.2;0.2,4 0.2,4.1
            ; 0.7 0.5,0.3 0.1,-1.1;0.4,4 0.4,4.1
            ! 0.4 0.2,7 0.2,2.2;0.2,0.1 0.2,0.2
            ? 3.4 @1.7,5.3,1.7,1.7,165,-60 @2.6,2.6,0.9,1.3,115,180;1.7,0.1 1.7,0.2
            - 2.6 0.2,2.7 2.4,2.7
            _ 4 0,-1 4,-1
            + 4 0,2.8 4,2.8;2,0.8 2,4.8
            = 4 0,2 4,2;0,3.8 4,3.8
            / 2.8 0,-0.8 2.8,7.4
            \\ 2.8 0,7.4 2.8,-0.8
            | 0.4 0.2,7.4 0.2,-1.2
            ( 1.6 @3,3.2,3,4.9,125,235
            ) 1.6 @-1.4,3.2,3,4.9,55,-55
            [ 1.5 1.5,7.4 0,7.4 0,-1 1.5,-1
            ] 1.5 0,7.4 1.5,7.4 1.5,-1 0,-1
            { 1.8 1.8,7.4 0.9,7 0.9,3.7 0,3.2 0.9,2.7 0.9,-0.6 1.8,-1
            } 1.8 0,7.4 0.9,7 0.9,3.7 1.8,3.2 0.9,2.7 0.9,-0.6 0,-1
            < 3.6 3.6,5 0,2.8 3.6,0.6
            > 3.6 0,5 3.6,2.8 0,0.6
            % 5.6 @1.2,5.5,1.2,1.5,0,360;@4.4,1.5,1.2,1.5,0,360;4.7,7 0.9,0
            & 5 5,0 1,5 @1.9,5.7,1.2,1.3,215,-45 0.8,3 @1.9,1.7,1.9,1.7,140,325 4.8,3
            ' 0.4 0.2,7 0.2,5.2
            " 1.6 0.2,7 0.2,5.2;1.4,7 1.4,5.2
            # 4.6 1,0 1.8,7;2.8,0 3.6,7;0,2.2 4.4,2.2;0.2,4.8 4.6,4.8
            * 3 1.5,7 1.5,3.6;0,6.2 3,4.4;3,6.2 0,4.4
            $ 4.2 @2.1,5.05,1.9,1.55,35,270 @2.1,1.95,2.1,1.55,90,-145;2.1,7.6 2.1,-0.6
            @ 6.4 @3.1,2.9,1.4,1.6,0,360;4.5,4.5 4.5,2 @5.3,2,0.8,0.8,180,300 @3.2,2.8,3.2,4,-5,300
            ^ 3.2 0,4.6 1.6,7 3.2,4.6
            ` 1.4 0,7 1.2,5.6
            ~ 4 @1,2.6,1,0.8,180,0 @3,2.6,1,0.8,180,360
            ° 2 @1,6,1,1,0,360
            ± 4 0,3.4 4,3.4;2,1.6 2,5.2;0,0.3 4,0.3
            × 3.4 0.2,4.4 3.2,1.2;3.2,4.4 0.2,1.2
            · 0.4 0.2,2.8 0.2,2.9
            – 4 0,2.7 4,2.7
            σ 4.4 4.4,5 2,5 @1.9,2.5,1.9,2.5,90,430
            µ 3.5 0,5 0,-2;0,1.8 @1.75,1.8,1.75,1.8,180,360 3.5,5;3.5,1.8 3.5,0
            ≤ 3.6 3.6,6 0,3.9 3.6,1.8;0,0.3 3.6,0.3
            ≥ 3.6 0,6 3.6,3.9 0,1.8;0,0.3 3.6,0.3
            """;

    private static final Map<Integer, Glyph> GLYPHS = parse();
    private static final Glyph UNKNOWN = glyph("3.6", "0,0 0,7 3.6,7 3.6,0 0,0");

    private StrokeFont() {}

    /**
     * One letter.
     *
     * @param advance how far the next letter is, in units
     * @param segments x0, y0, x1, y1 of each straight piece, in units; not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // inside this package only
    record Glyph(double advance, double[] segments) {}

    static Glyph glyph(int codePoint) {
        return GLYPHS.getOrDefault(codePoint, UNKNOWN);
    }

    /** Whether there is a drawing for this letter; otherwise a box stands for it. */
    static boolean knows(int codePoint) {
        return GLYPHS.containsKey(codePoint);
    }

    private static Map<Integer, Glyph> parse() {
        var glyphs = new HashMap<Integer, Glyph>();
        glyphs.put((int) ' ', new Glyph(3, new double[0]));
        TABLE.lines()
                .map(line -> line.split(" ", 3))
                .forEach(part -> glyphs.put(part[0].codePointAt(0), glyph(part[1], part[2])));
        return Map.copyOf(glyphs);
    }

    private static Glyph glyph(String width, String strokes) {
        var segments = new ArrayList<Double>();
        for (var stroke : strokes.split(";", -1)) {
            var points = points(stroke);
            for (int i = 2; i < points.size(); i += 2) {
                segments.addAll(points.subList(i - 2, i + 2));
            }
        }
        return new Glyph(
                Double.parseDouble(width) + SPACING,
                segments.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static ArrayList<Double> points(String stroke) {
        var points = new ArrayList<Double>();
        for (var piece : stroke.split(" ", -1)) {
            boolean arc = piece.startsWith("@");
            var numbers = new ArrayList<Double>();
            for (var number : (arc ? piece.substring(1) : piece).split(",", -1)) {
                numbers.add(Double.valueOf(number));
            }
            if (!arc) {
                points.addAll(numbers);
                continue;
            }
            double from = numbers.get(4);
            double to = numbers.get(5);
            int steps = Math.max(1, (int) Math.ceil(Math.abs(to - from) / DEGREES_PER_STEP));
            for (int step = 0; step <= steps; step++) {
                // StrictMath: the same bytes on every processor.
                double angle = StrictMath.toRadians(from + (to - from) * step / steps);
                points.add(numbers.get(0) + numbers.get(2) * StrictMath.cos(angle));
                points.add(numbers.get(1) + numbers.get(3) * StrictMath.sin(angle));
            }
        }
        return points;
    }
}
