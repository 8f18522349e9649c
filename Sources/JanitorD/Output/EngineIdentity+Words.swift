import EngineClient
import Wording

extension EngineIdentity {
  /// `Docker 20.10.24 at unix:///var/run/docker.sock`
  var words: String { Wording.engine(kind, version, at: host.description) }
}
