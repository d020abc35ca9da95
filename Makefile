# Podium on a cluster of this machine. Needs docker, kind and kubectl. Sources and tests are npm's: see README.md.

CLUSTER ?= podium
CONTEXT := kind-$(CLUSTER)
VERSION ?= 0.1.0
KUBECTL := kubectl --context $(CONTEXT)
SERVICES := project-svc task-svc session-svc pod-svc gateway web scripted-model opencode workspace-agent
IMAGES := $(SERVICES:%=podium/%:$(VERSION))

.PHONY: kind-deploy kind-delete images

## Builds the images, makes the cluster where there is none, and brings Podium up in it.
kind-deploy: images
	kind get clusters | grep --quiet --line-regexp $(CLUSTER) || kind create cluster --name $(CLUSTER) --wait 120s
	kind load docker-image --name $(CLUSTER) $(IMAGES)
	$(KUBECTL) apply --filename deploy/kubernetes/base/namespace.yaml
	$(KUBECTL) --namespace podium get secret podium >/dev/null 2>&1 \
	  || deploy/kubernetes/make-secrets | $(KUBECTL) --namespace podium create secret generic podium --from-env-file=/dev/stdin
	$(KUBECTL) apply --kustomize deploy/kubernetes/overlays/kind
	$(KUBECTL) --namespace podium wait --for=condition=complete --timeout=300s job/databases
	$(KUBECTL) --namespace podium rollout status --timeout=300s statefulset/pod-svc deployment/gateway deployment/web
	@echo 'Open it with: $(KUBECTL) --namespace podium port-forward service/gateway 3000:3000'

## Ends the cluster with everything in it.
kind-delete:
	kind delete cluster --name $(CLUSTER)

images:
	@for service in $(SERVICES); do \
	  case $$service in web) file=web target=web of=web ;; pod-svc|opencode) file=services target=$$service of=pod-svc ;; \
	    workspace-agent) file=services target=$$service of=$$service ;; \
	    *) file=services target=service of=$$service ;; esac; \
	  docker build --file deploy/images/$$file.Dockerfile --target $$target --build-arg SERVICE=$$of \
	    --build-arg VERSION=$(VERSION) --build-arg REVISION="$$(git rev-parse HEAD)" \
	    --tag podium/$$service:$(VERSION) . || exit 1; \
	done
