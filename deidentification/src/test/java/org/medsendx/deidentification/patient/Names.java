package org.medsendx.deidentification.patient;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Common family and given names of several countries, the most frequent first, and a way to draw
 * from them about as often as people are called so (Zipf). Short ones and ones that are words of a
 * clinic (Hand, Kopf, Stern, Young) are in it on purpose.
 */
public final class Names {

    private static final List<String> FAMILY =
            words(
                    """
                    Wang Li Zhang Liu Chen Smith M\u00fcller Nguyen Garcia Kim Johnson Singh Kumar
                    Williams Jones Brown Schmidt Lee Martinez Rodriguez Rossi Silva Santos Davis
                    Miller Wilson Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Martin
                    Bernard Dubois Thomas Robert Petit Durand Ferrari Russo Bianchi Romano Costa
                    Lopez Gonzalez Hernandez Perez Sanchez Ramirez Torres Flores Rivera Gomez Diaz
                    Taylor Anderson Moore Jackson White Harris Clark Lewis Robinson Walker Young
                    Allen King Wright Scott Hill Green Adams Baker Nelson Hall Campbell Mitchell
                    Carter Roberts Koch Bauer Richter Klein Wolf Schr\u00f6der Neumann Schwarz
                    Zimmermann Braun Kr\u00fcger Hofmann Hartmann Lange Schmitt Werner Krause Meier
                    Lehmann Huber Mayer Kaiser Fuchs Peters Lang Scholz M\u00f6ller Wei\u00df Jung Hahn
                    Vogel Friedrich Keller G\u00fcnther Frank Berger Winkler Roth Beck Lorenz Baumann
                    Franke Albrecht Ludwig Winter Simon Kraus Vogt Stein J\u00e4ger Otto Sommer Gro\u00df
                    Seidel Heinrich Brandt Haas Graf Schulte Dietrich Ziegler Kuhn K\u00fchn Pohl
                    Engel Horn Busch Bergmann Voigt Sauer Arnold Wolff Pfeiffer Ng Wong Chan Tan Lim
                    Ho Ong Goh Yang Zhao Huang Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Gao Luo Tran Le
                    Pham Phan Vu Vo Do Park Choi Jung Kang Cho Yoon Sato Suzuki Takahashi Tanaka
                    Watanabe Ito Yamamoto Nakamura Sharma Patel Khan Ali Ahmed Hussein Hassan Yilmaz
                    Kaya Demir \u00c7elik \u015eahin Ivanov Petrov Kowalski Nowak Novak Horvat Nagy Kov\u00e1cs
                    Hansen Johansen Olsen Larsen Nielsen Jensen Andersson Johansson Karlsson Nilsson
                    Eriksson Virtanen Korhonen Jansen Bakker Visser Smit Mulder Boer Vos Peeters
                    Janssens Maes Murphy Kelly Walsh Byrne Ryan O'Brien O'Connor Cohen Levi Mizrahi
                    Hand Kopf Stern Rose Mai Lung Foot Head Bone Chin Bein Fuss Arm Black Gray Grey
                    Long Short Small Strong Cross Field Fields Rivers Stone Woods West North Day May
                    March Page Price Love Hart Marsh Pace Case Card Siemens Philips Marconi Picker
                    Temple Palma Corona Basil Chester Kern Spitz Schall Strahl R\u00f6ntgen Bild Lauf
                    Test Primary Axial Ortiz Kane Oliver Ross Rey Bell Reed Cook Bailey Cruz Ray Dean
                    Cole West Lane Pitt Ward Mason\
                    """);

    private static final List<String> GIVEN =
            words(
                    """
                    Maria Anna Mohammed Wei Jose David Michael John Peter Thomas Sofia Emma Olivia
                    Elena Laura Julia Sarah Lea Mia Hannah Lina Marie Sophie Charlotte Emily Alice
                    Martina Claudia Sabine Petra Monika Ursula Ingrid Renate Helga Karin Brigitte
                    Andrea Nicole Stefanie Sandra Barbara Elisabeth Ruth Rosa Rose Mai Kim Li Na Min
                    Jin Hui Yan Ying Lan Linh Thi Anh Hoa Mei Ling Yuki Aiko Hana Fatima Aisha
                    Zeynep Ay\u015fe Elif Amira Layla Noor Priya Anita Sunita Lakshmi Grace Faith Hope
                    Joy Ann Jo Amy Eve Ida Ada Eva Ina Pia Ute Ulla Maud Joan Jane Jean June April
                    Daisy Ruby Pearl Iris Ivy Mark Luke Paul Jan Jens Sven Lars Ole Nils Kurt Karl
                    Heinz Hans Horst Klaus J\u00fcrgen J\u00f6rg G\u00fcnter Bj\u00f6rn S\u00f8ren \u00c9lodie Chlo\u00e9 Zo\u00e9 In\u00e9s
                    Ramon Carlos Luis Juan Pedro Miguel Jorge Ana Ivan Igor Olga Irina Natalia\
                    """);

    private Names() {}

    /** A name as PN has it. */
    public static String draw(RandomGenerator random) {
        return one(FAMILY, random) + '^' + one(GIVEN, random);
    }

    // The n-th is drawn in proportion to 1/(n+20): the first are common, the last still appear.
    private static String one(List<String> names, RandomGenerator random) {
        double top = Math.log((names.size() + 20) / 20.0);
        int index = (int) (20 * Math.exp(random.nextDouble() * top) - 20);
        return names.get(Math.min(index, names.size() - 1));
    }

    static List<String> words(String text) {
        return List.of(text.strip().split("\\s+"));
    }
}
