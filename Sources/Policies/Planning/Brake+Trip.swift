extension Brake {
  /// What of a plan is too much, if anything is.
  func trip(_ steps: [Step], _ inventory: Inventory) -> BrakeTrip? {
    if steps.count > self.steps { return .steps(planned: steps.count, limit: self.steps) }
    for target in Target.allCases {
      let all = inventory.count(of: target)
      let removed = steps.count { $0.target == target && $0.verb == .remove }
      if all >= Self.fewest, Double(removed) > share * Double(all) {
        return .share(target, removed: removed, of: all, limit: share)
      }
    }
    return nil
  }

  /// Of fewer objects than this, a share says nothing.
  static let fewest = 10
}
