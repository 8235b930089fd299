//! The scorers of the example `coreference`, held against cases worked by hand.

#[allow(dead_code, reason = "tests use a part")]
#[path = "../examples/gold/score.rs"]
mod score;

use score::{Score, b_cubed, ceaf_e, conll, muc, scores, without_singletons};

fn near(score: Score, precision: f64, recall: f64) {
    assert!((score.precision - precision).abs() < 1e-9, "{score:?}, not precision {precision}");
    assert!((score.recall - recall).abs() < 1e-9, "{score:?}, not recall {recall}");
}

#[test]
fn what_is_right_scores_one() {
    let key = vec![vec![1, 2, 3], vec![4], vec![5, 6]];
    for score in scores(&key, &key) {
        near(score, 1.0, 1.0);
    }
    assert!((conll(&scores(&key, &key)) - 1.0).abs() < 1e-9);
}

/// Luo 2005: the truth is {1..5}, {6, 7}, {8..12}.
#[test]
fn luos_example() {
    let key = vec![vec![1, 2, 3, 4, 5], vec![6, 7], vec![8, 9, 10, 11, 12]];
    let a = vec![vec![1, 2, 3, 4, 5], vec![6, 7, 8, 9, 10, 11, 12]];
    let b = vec![vec![1, 2, 3, 4, 5, 8, 9, 10, 11, 12], vec![6, 7]];
    let c = vec![(1..=12).collect()];
    let d = (1..=12).map(|mention| vec![mention]).collect();
    near(muc(&key, &a), 9.0 / 10.0, 1.0);
    near(muc(&key, &b), 9.0 / 10.0, 1.0);
    near(muc(&key, &c), 9.0 / 11.0, 1.0);
    near(muc(&key, &d), 0.0, 0.0);
    near(b_cubed(&key, &a), (5.0 + 4.0 / 7.0 + 25.0 / 7.0) / 12.0, 1.0);
    near(b_cubed(&key, &b), (5.0 + 2.0) / 12.0, 1.0);
    near(b_cubed(&key, &c), (25.0 + 4.0 + 25.0) / 12.0 / 12.0, 1.0);
    near(b_cubed(&key, &d), 1.0, 3.0 / 12.0);
    // The first finds the whole of one, and 5 of 7 of another: 1 + 2·5/12.
    let best = 1.0 + 10.0 / 12.0;
    near(ceaf_e(&key, &a), best / 2.0, best / 3.0);
    // The second has {6, 7} right, and half of the other: 1 + 2·5/15.
    let best = 1.0 + 10.0 / 15.0;
    near(ceaf_e(&key, &b), best / 2.0, best / 3.0);
    near(ceaf_e(&key, &c), 10.0 / 17.0, 10.0 / 17.0 / 3.0);
    let best = 2.0 / 6.0 + 2.0 / 3.0 + 2.0 / 6.0;
    near(ceaf_e(&key, &d), best / 12.0, best / 3.0);
}

/// The key has {a b c}, {d e f g}; the response misses c and has h and i besides: Pradhan et al. 2014.
#[test]
fn mentions_of_one_side_only() {
    let key = vec![vec![1, 2, 3], vec![4, 5, 6, 7]];
    let response = vec![vec![1, 2], vec![3, 4], vec![6, 7, 8, 9]];
    near(muc(&key, &response), 2.0 / 5.0, 2.0 / 5.0);
    let complete = (4.0 + 1.0) / 3.0 + (1.0 + 4.0) / 4.0;
    let precise = 4.0 / 2.0 + (1.0 + 1.0) / 2.0 + 4.0 / 4.0;
    near(b_cubed(&key, &response), precise / 8.0, complete / 7.0);
    let best = 2.0 * 2.0 / 5.0 + 2.0 * 2.0 / 8.0;
    near(ceaf_e(&key, &response), best / 3.0, best / 2.0);
}

#[test]
fn the_best_assignment_is_not_the_greedy_one() {
    // Each key cluster shares most with the first of the response; one must take the second.
    let key = vec![vec![1, 2, 3, 4], vec![5, 6, 7]];
    let response = vec![vec![1, 2, 5, 6, 7], vec![3, 4]];
    let best = 2.0 * 2.0 / 6.0 + 2.0 * 3.0 / 8.0;
    near(ceaf_e(&key, &response), best / 2.0, best / 2.0);
    let key = vec![vec![1, 2, 3], vec![4, 5]];
    let response = vec![vec![1, 2, 4, 5], vec![3]];
    // So here: the first is more like {1, 2, 4, 5}, which the second needs.
    let best = 2.0 / 4.0 + 4.0 / 6.0;
    near(ceaf_e(&key, &response), best / 2.0, best / 2.0);
}

#[test]
fn singletons_are_left_out_of_both_sides() {
    assert_eq!(without_singletons(&vec![vec![1], vec![2, 3], vec![4]]), vec![vec![2, 3]]);
    for score in scores(&vec![], &vec![]) {
        near(score, 0.0, 0.0);
    }
}
