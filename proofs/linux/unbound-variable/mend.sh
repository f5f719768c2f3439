sed -i 's/$RELEASE/${RELEASE:-latest}/' deploy.sh
