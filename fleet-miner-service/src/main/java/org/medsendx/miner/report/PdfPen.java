package org.medsendx.miner.report;

import java.util.List;
import org.medsendx.miner.chart.Ink;
import org.medsendx.miner.chart.Pen;
import org.medsendx.miner.chart.Spot;
import org.medsendx.picture.Pdf;

/**
 * Draws on a page of a PDF, in the colours of the light pages.
 *
 * @param left of the drawing on the page
 * @param top of the drawing on the page
 */
record PdfPen(Pdf pdf, double left, double top) implements Pen {

    private static final double TEXT_SIZE = 8;

    @Override
    public void line(double x0, double y0, double x1, double y1, Ink ink) {
        path(List.of(new Spot(x0, y0), new Spot(x1, y1)), ink);
    }

    @Override
    public void path(List<Spot> spots, Ink ink) {
        if (spots.size() >= 2) {
            pdf.line(places(spots), width(ink), dash(ink), colour(ink));
        }
    }

    @Override
    public void area(List<Spot> outline, Ink ink) {
        pdf.area(places(outline), colour(ink));
    }

    @Override
    public void dot(double x, double y, double radius, Ink ink, String title) {
        pdf.disc(left + x, top + y, radius * 0.7, colour(ink));
    }

    @Override
    public void text(double x, double y, Anchor anchor, Ink ink, String text) {
        double wide = Pdf.textWidth(TEXT_SIZE, false, text);
        double start =
                switch (anchor) {
                    case START -> x;
                    case MIDDLE -> x - wide / 2;
                    case END -> x - wide;
                };
        pdf.text(left + start, top + y, TEXT_SIZE, false, colour(ink), text);
    }

    private double[] places(List<Spot> spots) {
        var places = new double[2 * spots.size()];
        for (int i = 0; i < spots.size(); i++) {
            places[2 * i] = left + spots.get(i).x();
            places[2 * i + 1] = top + spots.get(i).y();
        }
        return places;
    }

    private static double width(Ink ink) {
        return switch (ink) {
            case GRID, AXIS -> 0.5;
            case LIMIT, EVENT -> 0.8;
            default -> 1.2;
        };
    }

    private static double dash(Ink ink) {
        return ink == Ink.LIMIT || ink == Ink.EVENT ? 3 : 0;
    }

    private static int colour(Ink ink) {
        return switch (ink) {
            case GRID -> 0xE3E8EC;
            case AXIS -> 0x9AA5B1;
            case LABEL -> 0x56626E;
            case VALUE, FIRST -> 0x1F5FA8;
            case BAND -> 0xE9F3EE;
            case LIMIT -> 0x1A7F4B;
            case CHANGE -> 0xB3261E;
            case CHANGE_DAYS -> 0xF9E3E1;
            case EVENT -> 0x6B4FA0;
            case RISE, SECOND -> 0xB35900;
            case FALL, THIRD -> 0x7A3E9D;
            case FOURTH -> 0x1A7F4B;
            case FIFTH -> 0xB3261E;
            case SIXTH -> 0x4A5560;
        };
    }
}
